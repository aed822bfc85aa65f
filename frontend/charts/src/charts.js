// The charts people explore, behind five functions that take and give plain text, so that the page needs no types of
// ECharts. What a chart shows is decided by the page: an option in, a click out. No wording and no colours live here.
//
// The page is served with a Content-Security-Policy without inline styles. So the tooltip is drawn as SVG text
// (`richText`), never as HTML with `style="…"`, and text from the data cannot become markup.

import { init, use } from "echarts/core";
import { BarChart, GaugeChart, HeatmapChart, LineChart, RadarChart } from "echarts/charts";
import {
  AriaComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  RadarComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
  VisualMapPiecewiseComponent,
} from "echarts/components";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";

use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  DataZoomComponent,
  GaugeChart,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  LineChart,
  MarkLineComponent,
  RadarChart,
  RadarComponent,
  SVGRenderer,
  TooltipComponent,
  VisualMapContinuousComponent,
  VisualMapPiecewiseComponent,
]);

const PNG_PIXELS_PER_POINT = 2;

/**
 * Draws a chart into `element`, which must have a size, and keeps it fitted to the element until `dispose`.
 *
 * @param {HTMLElement} element the chart's place; its font family and language are taken over
 * @param {string} optionJson an ECharts option as JSON
 * @param {((pointJson: string) => void) | undefined} onClick called with the clicked point as JSON:
 *   `{ seriesId, seriesIndex, seriesName, dataIndex, name, value, data }`, where `data` is the item as the option gave it
 * @returns {object} the handle the other functions take
 */
export function mount(element, optionJson, onClick) {
  const chart = init(element, null, { renderer: "svg", locale: locale() });
  const observer = new ResizeObserver(() => chart.resize());
  const handle = { chart, element, observer, option: null };
  update(handle, optionJson);
  if (onClick) {
    chart.on("click", (point) => onClick(clicked(point)));
  }
  observer.observe(element);
  return handle;
}

/** Shows another option in the same place. Nothing of the previous option is kept: a chart is a function of its option. */
export function update(handle, optionJson) {
  handle.option = complete(JSON.parse(optionJson), handle.element);
  handle.chart.setOption(handle.option, { notMerge: true });
}

/** Fits the chart to its element; only needed where the element's size changes without layout (big-screen zoom). */
export function resize(handle) {
  handle.chart.resize();
}

/** Removes the chart and everything it listens to. The handle is dead afterwards; a second call does nothing. */
export function dispose(handle) {
  handle.observer.disconnect();
  handle.chart.dispose();
}

/**
 * The chart as a PNG data URL, at twice the screen's points, as it stands now (zoom and hidden series included).
 * `background` is a CSS colour, white by default, because pictures are pasted into documents.
 */
export function png(handle, background = "#fff") {
  // The screen is SVG; a picture needs a canvas. It is drawn by a second chart, never shown, and thrown away.
  const canvas = init(document.createElement("canvas"), null, {
    renderer: "canvas",
    locale: locale(),
    width: handle.chart.getWidth(),
    height: handle.chart.getHeight(),
    devicePixelRatio: PNG_PIXELS_PER_POINT,
  });
  try {
    canvas.setOption({ ...handle.chart.getOption(), animation: false });
    return canvas.getDataURL({ type: "png", backgroundColor: background });
  } finally {
    canvas.dispose();
  }
}

function complete(option, element) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    ...option,
    ...(still && { animation: false }),
    aria: { enabled: true, ...option.aria },
    textStyle: { fontFamily: getComputedStyle(element).fontFamily, ...option.textStyle },
    tooltip: { confine: true, ...option.tooltip, renderMode: "richText" },
  };
}

function clicked({ seriesId, seriesIndex, seriesName, dataIndex, name, value, data }) {
  return JSON.stringify({ seriesId, seriesIndex, seriesName, dataIndex, name, value, data });
}

/** The language of ECharts' own words (the description for screen readers): the page's. */
function locale() {
  return document.documentElement.lang.startsWith("en") ? "EN" : "ZH";
}
