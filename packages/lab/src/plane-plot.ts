import type { HiddenShift } from '@alphaedit/eval';
import { scatterPlot } from '@alphaedit/report';

/** The two clouds of a shift of hidden states, before and after, in the plane of the two largest components, as SVG. */
export function planePlot(title: string, plane: HiddenShift['plane']): Promise<string> {
  const axis = (i: 0 | 1) =>
    `component ${i + 1} (${(100 * plane.explained[i]).toFixed(0)} % of the variance)`;
  return scatterPlot({
    title,
    x: axis(0),
    y: axis(1),
    groups: [
      { name: 'before', points: plane.before },
      { name: 'after', points: plane.after },
    ],
  });
}
