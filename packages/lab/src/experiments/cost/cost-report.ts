import { linePlot, type Section } from '@alphaedit/report';
import { formatCount, formatNumber, formatSeconds } from '@alphaedit/report/format';
import { type CostData, type CostRow, OPERATIONS, type Operation } from './cost-data.js';

const NAMES: Readonly<Record<Operation, string>> = {
  eigh: 'eigen-decomposition',
  cholesky: 'Cholesky factor of C₀',
  alphaedit: 'AlphaEdit solve, one batch',
  memit: 'MEMIT solve, one batch',
  published: 'dense d × d solve of the published code',
};

export async function costReport(data: CostData): Promise<{ findings: string[]; sections: Section[] }> {
  return { findings: findingsOf(data), sections: await sectionsOf(data) };
}

const known = (rows: readonly CostRow[]) =>
  rows.filter(({ wallSeconds, from }) => wallSeconds !== undefined || from);

function findingsOf({ rows, facts, history, cores, load }: CostData): string[] {
  const largest = Math.max(...rows.map(({ width }) => width));
  const at = (operation: Operation) =>
    rows.find((row) => row.width === largest && row.operation === operation)!;
  const measured = (operation: Operation) =>
    rows.filter((row) => row.operation === operation && row.wallSeconds !== undefined);
  const words = (row: CostRow) =>
    `${formatSeconds(row.cpuSeconds)}${row.from ? ` (extrapolated: ${formatNumber(row.from.cpuSeconds)} s · (${row.width}/${row.from.width})^${row.from.power})` : ''}`;
  const findings: string[] = [];
  if (measured('eigh').length > 0) {
    findings.push(
      `At d = ${largest} the decomposition takes ${words(at('eigh'))} of processor time and ${formatNumber(at('eigh').bytes / 2 ** 30)} GiB, once per model and layer; a batch of ${facts} facts after ${history} others is then solved in ${words(at('alphaedit'))}.`,
    );
  }
  const growth = powerOf(measured('eigh'));
  if (growth !== undefined) {
    findings.push(`Between the two widest measured the decomposition grows as d^${growth.toFixed(2)}.`);
  }
  const dual = new Map(measured('alphaedit').map((row) => [row.width, row]));
  const dense = measured('published').findLast(({ width }) => dual.has(width));
  if (dense) {
    const ratio = dense.cpuSeconds / dual.get(dense.width)!.cpuSeconds;
    findings.push(
      `At d = ${dense.width} the dense solve of the published code takes ${formatNumber(ratio)} times the processor time of the one in the dual.`,
    );
  }
  if (Math.max(...load) > cores) {
    findings.push(
      `The machine was busy while this was measured (load ${load.map(formatNumber).join(' to ')} on ${cores} cores): compare processor times, not wall times.`,
    );
  }
  return findings;
}

/** Exponent between the last two measured widths. */
function powerOf(rows: readonly CostRow[]): number | undefined {
  const [a, b] = rows.slice(-2);
  if (!a || !b) return undefined;
  return Math.log(b.cpuSeconds / a.cpuSeconds) / Math.log(b.width / a.width);
}

async function sectionsOf(data: CostData): Promise<Section[]> {
  const series = OPERATIONS.flatMap((operation) => {
    const points = known(data.rows)
      .filter((row) => row.operation === operation && row.cpuSeconds > 0)
      .map(({ width, cpuSeconds }) => [width, cpuSeconds] as const);
    return points.length > 0 ? [{ name: NAMES[operation], points }] : [];
  });
  const svg = await linePlot({
    title: 'Processor time by width',
    x: 'key width d',
    y: 'processor seconds',
    logX: true,
    logY: true,
    series,
  });
  const arithmetic = known(data.rows).flatMap(({ operation, width, cpuSeconds, from }) =>
    from
      ? [
          `${NAMES[operation]}, d = ${width}: ${formatNumber(from.cpuSeconds)} s · (${width} / ${from.width})^${from.power} = ${formatNumber(cpuSeconds)} s`,
        ]
      : [],
  );
  return [
    {
      title: 'Time and memory',
      text: [
        `Float64, ${data.provider}, on made-up second moments of which a quarter of the directions is preserved; a batch of ${data.facts} facts with ${data.history} edited before.`,
        'The decomposition (AlphaEdit) or the factor (MEMIT) is needed once per model and layer; a solve once per batch and layer. Where no wall time is given the figure is extrapolated.',
      ],
      blocks: [
        {
          kind: 'plot',
          caption: 'Measured, and extrapolated behind the last width measured',
          svg,
          description: series
            .map(
              ({ name, points }) =>
                `${name}: ${points.map(([d, s]) => `${d}: ${formatNumber(s)} s`).join(', ')}`,
            )
            .join('; '),
        },
        {
          kind: 'table',
          caption: 'Cost by width and operation',
          columns: [
            { title: 'operation', align: 'left' },
            { title: 'd' },
            { title: 'processor', unit: 's' },
            { title: 'wall', unit: 's' },
            { title: 'memory', unit: 'MiB' },
          ],
          rows: OPERATIONS.flatMap((operation) =>
            known(data.rows)
              .filter((row) => row.operation === operation)
              .map((row) => [
                NAMES[operation],
                formatCount(row.width).replaceAll(',', ''),
                row.cpuSeconds,
                row.wallSeconds ?? null,
                row.bytes / 2 ** 20,
              ]),
          ),
        },
        ...(arithmetic.length > 0
          ? [{ kind: 'code' as const, caption: 'The extrapolations', text: arithmetic.join('\n') }]
          : []),
      ],
    },
  ];
}
