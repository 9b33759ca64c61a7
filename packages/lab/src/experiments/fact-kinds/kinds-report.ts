import { bootstrap, type Interval, spearman } from '@alphaedit/eval';
import { barPlot, type Section, scatterPlot } from '@alphaedit/report';
import { formatNumber } from '@alphaedit/report/format';
import type { FactKind, KindsData } from './data.js';

/** What may explain how well a fact is edited. */
const TRAITS = {
  nullShare: 'share of the key in the null space',
  keyNorm: 'length of the key',
  tokensPerWord: 'tokens per word of the subject (rarity)',
  oldNll: 'NLL of the old answer before (doubt)',
} as const satisfies Partial<Record<keyof FactKind, string>>;
type Trait = keyof typeof TRAITS;

/** Relations with fewer facts say nothing. */
const FACTS_PER_RELATION = 3;

/** Findings, correlations and relations. */
export async function kindsReport(data: KindsData): Promise<{ findings: string[]; sections: Section[] }> {
  return {
    findings: findingsOf(data),
    sections: [correlations(data), await relations(data), await picture(data)],
  };
}

const margins = (facts: readonly FactKind[], editor: string) =>
  facts.map(({ outcomes }) => outcomes[editor]!.margin);

/** Rank correlation of two columns of the facts, with its bootstrap interval. */
function correlation(x: readonly number[], y: readonly number[], seed: number): Interval | undefined {
  const at = (indices: Int32Array) =>
    spearman(
      Array.from(indices, (i) => x[i]!),
      Array.from(indices, (i) => y[i]!),
    );
  const found = bootstrap(x.length, at, { seed });
  return found && Number.isFinite(found.estimate) ? found : undefined;
}

const written = (found: Interval | undefined) =>
  found
    ? `${found.estimate.toFixed(2)} [${found.interval.map((value) => value.toFixed(2)).join(', ')}]`
    : 'none (no spread)';

const sure = (found: Interval | undefined) =>
  found !== undefined && (found.interval[0] > 0 || found.interval[1] < 0);

function findingsOf({ facts, editors, seed, nullDimensions, keySize }: KindsData): string[] {
  const [first, second] = editors as [string, string?];
  const own = margins(facts, first);
  const traits = (Object.keys(TRAITS) as Trait[]).map((trait) => ({
    trait,
    found: correlation(
      facts.map((fact) => fact[trait]),
      own,
      seed,
    ),
  }));
  const told = traits.filter(({ found }) => sure(found));
  const share = traits.find(({ trait }) => trait === 'nullShare')!.found;
  const learnt = own.filter((margin) => margin > 0).length;
  const said = facts.filter(({ outcomes }) => outcomes[first]!.said).length;
  const findings = [
    `${first} made ${learnt} of ${facts.length} facts preferred; the model says ${said} by itself. ${told.length > 0 ? `How far goes with ${told.map(({ trait, found }) => `the ${TRAITS[trait]} (ρ = ${written(found)})`).join(', ')}.` : 'None of the traits measured goes with how far, beyond chance.'}`,
    sure(share)
      ? `The null space has a part in it: ρ = ${written(share)} between the share of a key in the null space and the margin of the new answer.`
      : `The null space does not explain it here: ρ = ${written(share)} between the share of a key in the null space and the margin, which 0 is in.`,
  ];
  if (second !== undefined) {
    const other = margins(facts, second);
    const gain = own.map((margin, f) => margin - other[f]!);
    const both = correlation(own, other, seed);
    const part = correlation(
      facts.map(({ nullShare }) => nullShare),
      gain,
      seed,
    );
    findings.push(
      `Facts that are hard for ${first} are ${both && both.estimate > 0.5 && sure(both) ? '' : both && sure(both) && both.estimate > 0 ? 'to a degree ' : 'not clearly '}hard for ${second} too (ρ = ${written(both)}); what ${first} gains over ${second} goes with the null-space share by ρ = ${written(part)}.`,
    );
  }
  const shares = facts.map(({ nullShare }) => nullShare).sort((a, b) => a - b);
  const dimensions = Object.entries(nullDimensions).map(
    ([layer, n]) => `${n} of ${keySize} at layer ${layer}`,
  );
  findings.push(
    `Between ${(100 * shares[0]!).toFixed(0)} % and ${(100 * shares.at(-1)!).toFixed(0)} % of a key's square lies in the null space (${dimensions.join(', ')}).`,
  );
  return findings;
}

function correlations({ facts, editors, seed }: KindsData): Section {
  const outcomes = editors.flatMap((editor) => [
    { name: `${editor}: margin`, values: margins(facts, editor) },
    {
      name: `${editor}: margin, paraphrases`,
      values: facts.map(({ outcomes }) => outcomes[editor]!.paraphraseMargin ?? Number.NaN),
    },
    {
      name: `${editor}: specificity`,
      values: facts.map(({ outcomes }) => outcomes[editor]!.specificity ?? Number.NaN),
    },
  ]);
  const rows = outcomes.map(({ name, values }) => {
    const held = values.flatMap((value, f) => (Number.isFinite(value) ? [f] : []));
    const y = held.map((f) => values[f]!);
    return [
      name,
      held.length,
      ...(Object.keys(TRAITS) as Trait[]).map((trait) =>
        held.length < 3
          ? '–'
          : written(
              correlation(
                held.map((f) => facts[f]![trait]),
                y,
                seed,
              ),
            ),
      ),
    ];
  });
  return {
    title: 'What goes with it',
    text: 'Rank correlations (Spearman) over the facts with 95 % bootstrap intervals. The margin is NLL(old) − NLL(new) after the edit, in nats: above 0 the new answer is preferred. Correlations do not say what causes what, and with this many intervals some miss 0 by chance.',
    blocks: [
      {
        kind: 'table',
        caption: 'Rank correlation of outcomes with traits of the facts',
        columns: [
          { title: 'outcome' },
          { title: 'facts' },
          ...Object.values(TRAITS).map((title) => ({ title, align: 'right' as const })),
        ],
        rows,
      },
    ],
  };
}

async function relations({ facts, editors }: KindsData): Promise<Section> {
  const [editor] = editors as [string];
  const groups = [...byRelation(facts)]
    .filter(([, members]) => members.length >= FACTS_PER_RELATION)
    .map(([relation, members]) => ({ relation, members, margin: mean(margins(members, editor)) }))
    .sort((a, b) => a.margin - b.margin);
  if (groups.length === 0) {
    return {
      title: 'By relation',
      text: `No relation has ${FACTS_PER_RELATION} facts among these: edit more.`,
      blocks: [],
    };
  }
  const svg = await barPlot({
    title: `Margin of the new answer by relation, ${editor}`,
    value: 'NLL(old) − NLL(new), nats',
    bars: groups.map(({ relation, margin }) => ({ label: relation, value: margin })),
  });
  const grouped = groups.reduce((sum, { members }) => sum + members.length, 0);
  return {
    title: 'By relation',
    text: `${groups.length} relations with at least ${FACTS_PER_RELATION} facts, the hardest first; they hold ${grouped} of ${facts.length} facts. With so few facts each, the order is a hint and no more.`,
    blocks: [
      {
        kind: 'plot',
        caption: 'The hardest relations first.',
        svg,
        description: groups.map(({ relation, margin }) => `${relation}: ${formatNumber(margin)}`).join('; '),
      },
      {
        kind: 'table',
        caption: 'Relations',
        columns: [
          { title: 'relation' },
          { title: 'facts' },
          ...editors.flatMap((name) => [
            { title: `${name}: preferred`, unit: '%' },
            { title: 'exact', unit: '%' },
            { title: 'said', unit: '%' },
            { title: 'margin' },
          ]),
          { title: 'null-space share', unit: '%' },
        ],
        rows: groups.map(({ relation, members }) => [
          relation,
          members.length,
          ...editors.flatMap((name) => [
            100 * mean(margins(members, name).map((margin) => Number(margin > 0))),
            100 * mean(members.map(({ outcomes }) => Number(outcomes[name]!.exact))),
            100 * mean(members.map(({ outcomes }) => Number(outcomes[name]!.said))),
            mean(margins(members, name)),
          ]),
          100 * mean(members.map(({ nullShare }) => nullShare)),
        ]),
      },
    ],
  };
}

async function picture({ facts, editors }: KindsData): Promise<Section> {
  const svg = await scatterPlot({
    title: 'Null space and outcome',
    x: { label: 'share of the key in the null space', format: 'percent' },
    y: 'margin of the new answer, nats',
    groups: editors.map((editor) => ({
      name: editor,
      points: facts.map(({ nullShare, outcomes }) => [nullShare, outcomes[editor]!.margin] as const),
    })),
  });
  return {
    title: 'Fact by fact',
    blocks: [
      {
        kind: 'plot',
        caption:
          'Every fact once per editor: were the null space what makes facts hard, points would rise to the right for the editor with the projection alone.',
        svg,
        description: 'Correlations are in the table above.',
      },
    ],
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function byRelation(facts: readonly FactKind[]): Map<string, FactKind[]> {
  const groups = new Map<string, FactKind[]>();
  for (const fact of facts) groups.set(fact.relation, [...(groups.get(fact.relation) ?? []), fact]);
  return groups;
}
