/** What a report says, without its looks. All texts are plain: markup in them is shown, not obeyed. */
export interface ReportDocument {
  readonly title: string;
  readonly summary?: string | readonly string[];
  readonly provenance: Provenance;
  readonly sections: readonly Section[];
}

/** What someone needs to make the same figures again. */
export interface Provenance {
  /** The whole command line. */
  readonly command: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly seeds: Readonly<Record<string, number | string>>;
  readonly hashes: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, string | number>>;
  /** As it shall be shown, best ISO 8601. */
  readonly date: string;
  readonly machine?: string;
}

/** A part of a report under its own heading. */
export interface Section {
  readonly title: string;
  readonly text?: string | readonly string[];
  readonly blocks: readonly Block[];
}

/** A part of a section. */
export type Block = TableBlock | PlotBlock | TextBlock | CodeBlock | FiguresBlock;

/** A number is shown to four figures; nothing is shown for `null`. */
export type Cell = string | number | null;

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** Right for columns of numbers where left out. */
  readonly align?: 'left' | 'right' | 'center';
  readonly unit?: string;
}

/** The first cell of a row names it. */
export interface TableBlock {
  readonly kind: 'table';
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A drawing with its caption. */
export interface PlotBlock {
  readonly kind: 'plot';
  readonly caption: string;
  /** An SVG drawing, as the plots of this package make them: no scripts, no links, nothing from elsewhere. */
  readonly svg: string;
  /** What the plot shows, for those who cannot see it. */
  readonly description: string;
}

/** A paragraph. */
export interface TextBlock {
  readonly kind: 'text';
  readonly paragraphs: readonly string[];
}

/** Code or a command, as it is. */
export interface CodeBlock {
  readonly kind: 'code';
  readonly text: string;
  readonly caption?: string;
}

/** A few numbers that matter most, shown large. */
export interface FiguresBlock {
  readonly kind: 'figures';
  readonly items: readonly Figure[];
}

/** One figure that stands out, with its name. */
export interface Figure {
  readonly label: string;
  readonly value: string | number;
  /** E.g. `[71.0, 83.5]`. */
  readonly interval?: string;
  readonly note?: string;
}
