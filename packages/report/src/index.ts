export { type JunitSuite, type JunitTest, junitXml } from './junit.js';
export type { Axis, AxisLike } from './plots/axis.js';
export { type Bar, type BarPlot, barPlot } from './plots/bar-plot.js';
export { type HeatMap, heatMap } from './plots/heat-map.js';
export { type LinePlot, type LinePoint, type LineSeries, linePlot } from './plots/line-plot.js';
export { type ScatterGroup, type ScatterPlot, scatterPlot } from './plots/scatter-plot.js';
export { renderReport } from './render-report.js';
export type {
  Block,
  Cell,
  CodeBlock,
  Column,
  Figure,
  FiguresBlock,
  PlotBlock,
  Provenance,
  ReportDocument,
  Section,
  TableBlock,
  TextBlock,
} from './report-document.js';
export { ReportError } from './report-error.js';
