'use strict';

/*
 * The chart: latencies on a logarithmic scale over the last seconds, a line for each swap, and below it how many frames
 * were served. Plain SVG, whose colours are the style sheet's.
 */

const chart = (() => {
  const svg = document.getElementById('chart');
  const LEAST = 10;                                   /* microseconds */
  const TICKS = [[10, '10 µs'], [100, '100 µs'], [1000, '1 ms'], [10000, '10 ms'], [100000, '100 ms'], [1000000, '1 s']];
  const INTERVAL = 250;
  const LEFT = 56;
  const TOP = 22;
  const BARS = 26;                                    /* the height of the strip of served frames */
  const intervals = [];

  /* Of a whole width, so that text has one size, whatever the screen's. */
  const size = () => ({ width: Math.max(260, svg.clientWidth), height: Math.max(180, svg.clientHeight) });
  const seconds = (width) => (width < 420 ? 16 : 30);

  function add(more) {
    intervals.push(...more);
    while (intervals.length > 240) {
      intervals.shift();
    }
  }

  function latest() {
    return intervals.at(-1);
  }

  function draw(now, marks) {
    const { width, height } = size();
    const bottom = height - BARS - 12;
    const begin = now - 1000 * seconds(width);
    const shown = intervals.filter((interval) => interval.at >= begin);
    const slowest = Math.max(...shown.map((interval) => interval.p99));
    const ticks = TICKS.filter(([micros]) => micros <= 10000 || micros < 10 * slowest);
    const most = ticks.at(-1)[0];
    const x = (time) => LEFT + (time - begin) / (now - begin) * (width - LEFT - 4);
    const y = (micros) => bottom - (bottom - TOP)
        * Math.log(Math.min(most, Math.max(LEAST, micros)) / LEAST) / Math.log(most / LEAST);
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    svg.replaceChildren(...grid(ticks, width, y), ...bars(shown, x, height), ...lines(shown, x, y),
        ...marks.filter((mark) => mark.time > begin).flatMap((mark) => drawMark(mark, x, bottom, height)));
  }

  function grid(ticks, width, y) {
    return ticks.flatMap(([micros, label]) => [
      shape('line', { class: 'grid', x1: LEFT, x2: width - 4, y1: y(micros), y2: y(micros) }),
      text(label, { class: 'tick', x: LEFT - 6, y: y(micros) + 4, 'text-anchor': 'end' })
    ]);
  }

  function bars(shown, x, height) {
    const most = Math.max(1, ...shown.map((interval) => interval.served + interval.failed));
    const drawn = shown.flatMap((interval) => {
      const wide = Math.max(1, x(INTERVAL) - x(0) - 1);
      const served = (BARS - 4) * interval.served / most;
      const failed = (interval.failed > 0) ? Math.max(3, (BARS - 4) * interval.failed / most) : 0;
      const bar = (name, from, high) => shape('rect',
          { class: name, x: x(interval.at), y: height - from - high, width: wide, height: high });
      return (failed > 0) ? [bar('served', 0, served), bar('failed', served, failed)] : [bar('served', 0, served)];
    });
    return [text('served', { class: 'tick', x: LEFT - 6, y: height - 6, 'text-anchor': 'end' }), ...drawn];
  }

  function lines(shown, x, y) {
    const known = shown.filter((interval) => interval.served > 0);
    if (known.length === 0) {
      return [];
    }
    const points = (key) => known.map((interval) => `${x(interval.at + INTERVAL / 2).toFixed(1)},${y(interval[key]).toFixed(1)}`);
    const [low, high] = [points('p50'), points('p99')];
    return [
      shape('polygon', { class: 'between', points: [...high, ...low.toReversed()].join(' ') }),
      shape('polyline', { class: 'p99', points: high.join(' ') }),
      shape('polyline', { class: 'p50', points: low.join(' ') })
    ];
  }

  function drawMark(mark, x, bottom, height) {
    const at = x(mark.time);
    const label = text(mark.label, { class: `label ${mark.kind}`, x: at, y: 13, 'text-anchor': 'middle' });
    return [shape('line', { class: `mark ${mark.kind}`, x1: at, x2: at, y1: 18, y2: height }), label];
  }

  function shape(name, attributes) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, value);
    }
    return element;
  }

  function text(content, attributes) {
    const element = shape('text', attributes);
    element.textContent = content;
    return element;
  }

  function describe(sentence) {
    svg.setAttribute('aria-label', sentence);
  }

  return { add, latest, draw, describe };
})();
