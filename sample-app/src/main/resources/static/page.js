'use strict';

const ENDPOINT = 'actuator/polyplug';
const LIBRARY = 'filters';
const FRAME_INTERVAL = 40;
const REFRESH_INTERVAL = 250;
const LONG_CALL = 6000;

const element = (id) => document.getElementById(id);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;

/* The picture: one request a frame, the next one when this one is drawn and its time has come. */

const drawn = [];
let paused = calm;
let stale = true;                       /* A picture that stands still is drawn anew after a swap. */

async function play() {
  const context = element('picture').getContext('2d');
  for (;;) {
    const begin = performance.now();
    if (!paused || stale) {
      await drawFrame(context, Math.round(begin));
    }
    showFrameRate();
    await pause(FRAME_INTERVAL - (performance.now() - begin));
  }
}

async function drawFrame(context, milliseconds) {
  try {
    const response = await fetch(`frame.jpg?milliseconds=${milliseconds}`, { cache: 'no-store' });
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    const bitmap = await createImageBitmap(await response.blob());
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    stale = false;
    drawn.push(performance.now());
  }
  catch (failure) {
    await pause(500);
  }
}

function showFrameRate() {
  while (drawn.length > 0 && drawn[0] < performance.now() - 2000) {
    drawn.shift();
  }
  element('frame-rate').textContent = Math.round(drawn.length / 2);
  document.body.classList.toggle('stalled', !paused && drawn.length === 0);
}

function setPaused(yes) {
  paused = yes;
  element('pause').setAttribute('aria-pressed', yes);
}

/* The numbers, the chart, the generations and the log. */

let swap = { bundle: LIBRARY, generation: 0 };
let marks = [];
let shownEntry = 0;
let frames = { served: 0, failed: 0 };
let serving = LIBRARY;                  /* The bundle whose filter is called. */

async function watch() {
  for (;;) {
    try {
      await refresh();
    }
    catch (failure) {
      /* The server is away: the frame rate shows it. */
    }
    await pause(REFRESH_INTERVAL);
  }
}

function refresh() {
  return Promise.all([
    read('frames').then(showFrames),
    read('filter').then(showFilter, () => showFilter({ bundle: serving, name: 'no answer', version: '' })),
    read('log').then(showLog),
    read(`times?after=${chart.latest()?.at ?? 0}`).then(showTimes),
    read(`${ENDPOINT}/${serving}`).then(showBundle)
  ]);
}

async function read(path) {
  const response = await fetch(path, { cache: 'no-store' });
  if (!response.ok) {
    throw new Error(`${path}: status ${response.status}`);
  }
  return response.json();
}

function showFrames(now) {
  frames = now;
  element('frames-served').textContent = now.served.toLocaleString('en');
  element('frames-failed').textContent = now.failed.toLocaleString('en');
  element('frames-failed').classList.toggle('some', now.failed > 0);
}

function showFilter(filter) {
  if (element('filter-version').textContent !== filter.version) {
    stale = true;
  }
  serving = filter.bundle;
  element('filter-name').textContent = filter.name;
  element('filter-version').textContent = filter.version;
  for (const button of document.querySelectorAll('[data-version]')) {
    button.setAttribute('aria-current', bundleOf(button) === filter.bundle && [filter.version, ''].includes(button.dataset.version));
  }
}

function showTimes(times) {
  /* An interval that is on its way when two requests overlap comes twice. */
  chart.add(times.intervals.filter((interval) => interval.at > (chart.latest()?.at ?? 0)));
  chart.draw(times.now, marks);
  element('swaps').textContent = times.swaps.toLocaleString('en');
  const latest = chart.latest();
  if (latest?.served > 0) {
    element('p50').textContent = microseconds(latest.p50);
    element('p99').textContent = microseconds(latest.p99);
  }
}

function showBundle(bundle) {
  if ((bundle.name !== swap.bundle || swap.generation < bundle.generation) && !['failed', 'abandoned'].includes(bundle.lastReload?.outcome ?? 'failed')) {
    swap = { bundle: bundle.name, generation: bundle.generation, durationMs: bundle.lastReload.durationMs };
  }
  element('swap-time').textContent = (swap.durationMs) ? duration(swap.durationMs) : '–';
  element('generations').replaceChildren(...bundle.generations.toReversed().map((generation) => generationLine(bundle, generation)));
}

function generationLine(bundle, generation) {
  const line = document.createElement('li');
  line.className = generation.state;
  line.append(part('number', `Generation ${generation.generation}`), part('state', generation.state));
  if (generation.state === 'active') {
    line.append(part('holder', `version ${bundle.version}, serves`));
  }
  else if (generation.holders.length === 0) {
    line.append(part('holder', 'about to go'));
  }
  for (const holder of generation.holders) {
    const by = (holder.thread) ? ` on thread ${holder.thread}` : '';
    line.append(part('holder', `held by a call of ${holder.contract}${by} for ${(holder.ageMs / 1000).toFixed(1)} s`));
  }
  return line;
}

function duration(milliseconds) {
  return `${milliseconds < 10 ? milliseconds.toFixed(2) : milliseconds.toFixed(0)} ms`;
}

function microseconds(micros) {
  return (micros < 1000) ? `${micros.toFixed(0)} µs` : `${(micros / 1000).toFixed(1)} ms`;
}

function showLog(entries) {
  const latest = entries[0]?.number ?? 0;
  if (latest !== shownEntry) {
    shownEntry = latest;
    marks = entries.flatMap(markOf).reverse();
    element('log').replaceChildren(...entries.map(logLine));
  }
}

function markOf(entry) {
  const time = Date.parse(entry.at);
  switch (entry.phase) {
    case 'Loaded': return (entry.number > 1) ? [{ time, kind: 'swap', label: entry.version }] : [];
    case 'Reloaded': return [{ time, kind: 'swap', label: entry.version }];
    case 'Failed': return [{ time, kind: 'refused', label: '✕' }];
    default: return [];
  }
}

function logLine(entry) {
  const line = document.createElement('li');
  line.className = entry.phase;
  line.append(part('time', timeOfDay(entry.at)), part('phase', entry.phase),
      part('generation', [(entry.generation > 0) ? `${entry.bundle} ${entry.generation}` : '',
        (entry.version) ? `version ${entry.version}` : ''].filter((text) => text).join(', ')),
      part('detail', entry.detail));
  return line;
}

function part(name, text) {
  const span = document.createElement('span');
  span.className = name;
  span.textContent = text;
  return span;
}

function timeOfDay(instant) {
  const options = { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 };
  return new Date(instant).toLocaleTimeString('en-GB', options);
}

/* The buttons. One thing after the other; a button keeps the focus, so it is not disabled meanwhile. */

let busy = false;

async function change(name, state, bundle, install, weight) {
  if (busy) {
    return;
  }
  busy = true;
  try {
    await install?.();
    showOutcome(name, bundle, await post(`${ENDPOINT}/${bundle}`, { state: (await isLoaded(bundle)) ? state : 'loaded', weight }));
    await refresh();
    chart.describe(`Half of the frames took at most ${element('p50').textContent}, 99 of 100 at most `
        + `${element('p99').textContent}. ${element('swaps').textContent} swaps, ${frames.failed} frames failed.`);
  }
  catch (failure) {
    showMessage('bad', `${name}: ${failure.message}`);
  }
  finally {
    busy = false;
  }
}

async function isLoaded(bundle) {
  return (await read(ENDPOINT)).bundles.some((each) => each.name === bundle);
}

function press(button) {
  return change(nameOf(button), 'reloaded', bundleOf(button),
      (button === lua) ? saveScript : () => post(`builds/${button.dataset.build}`));
}

/* A build is tried on some of the frames. Pressed again, it takes over. */
async function tryOut() {
  const tried = (await read(`${ENDPOINT}/${LIBRARY}`)).rollout;
  await (tried ? change(nameOf(element('try')), 'promoted', LIBRARY)
      : change(nameOf(element('try')), 'canary', LIBRARY, () => post('builds/WAVES'), 100));
}

function post(path, body) {
  return send('POST', path, 'application/json', body && JSON.stringify(body));
}

async function send(method, path, type, body) {
  const options = { method };
  if (body) {
    options.headers = { 'Content-Type': type };
    options.body = body;
  }
  const response = await fetch(path, options);
  const text = await response.text();
  if (!response.ok && response.status !== 409) {
    throw new Error(`${path} answered with status ${response.status}`);
  }
  return text ? { status: response.status, ...JSON.parse(text) } : { status: response.status };
}

function showOutcome(name, bundle, answer) {
  if (answer.status === 409) {
    showMessage('bad', `${name} was refused (409), ${answer.serving ? `version ${answer.serving.version}` : 'what served'} goes on: ${answer.reason}`);
  }
  else if (answer.outcome === 'canary') {
    const { candidate, weight } = answer.rollout;
    showMessage('good', `${name}: version ${candidate.version} filters ${weight / 10} % of the frames beside ${answer.version}. Press again, and it takes over; another build ends it.`);
  }
  else {
    swap = { ...answer, bundle };
    const before = (answer.previousVersion) ? ` from ${answer.previousVersion} in ${duration(answer.durationMs)}` : '';
    showMessage('good', `${name}: version ${answer.version} took over${before}. ${frames.served.toLocaleString('en')} frames served, ${frames.failed} failed.`);
  }
}

function showMessage(kind, text) {
  element('message').className = kind;
  element('message').textContent = text;
}

async function holdGeneration() {
  const answer = await post(`long-call?milliseconds=${LONG_CALL}`);
  showMessage('', (answer.status === 409) ? 'Such a call is running already.'
      : `A call stays in the filter's code for ${LONG_CALL / 1000} s now. Swap meanwhile: its generation is kept until it ends.`);
}

/* The script: what is in the text box. Where there is nothing, what was saved last. */

async function saveScript() {
  const { script, hint } = await read('script');
  element('script').value ||= script;
  if (hint) {
    throw new Error(hint);
  }
  await send('PUT', 'script', 'text/plain;charset=UTF-8', element('script').value);
}

const lua = element('lua');
const nameOf = (button) => button.querySelector('b').textContent;
const bundleOf = (button) => button.dataset.bundle ?? LIBRARY;
const builds = [...document.querySelectorAll('[data-build]')];

/* The tour: what somebody sees who only looks. It ends when a button is pressed. */

const TOUR = ['EDGES', 'FASTER_EDGES', 'LUA', 'WAVES', 'BROKEN', 'SEPIA'];
let tours = 0;

async function tour() {
  const mine = ++tours;
  element('tour').setAttribute('aria-pressed', true);
  showMessage('', 'Watch the chart: the filter is about to be replaced, again and again, under full load.');
  const { hint } = await read('script');
  for (const build of TOUR.filter((each) => each !== 'LUA' || !hint)) {
    await pause(2500);
    if (mine !== tours) {
      return;
    }
    await press(builds.find((each) => each.dataset.build === build));
  }
  await pause(2500);
  if (mine === tours) {
    endTour();
    showMessage('good', `Seen: ${element('swaps').textContent} swaps, one refusal, ${frames.failed} frames failed.`
        + ' Now you: each button overwrites the library in the bundle\'s folder and asks the actuator to reload it.');
  }
}

function endTour() {
  tours++;
  element('tour').setAttribute('aria-pressed', false);
}

function whenPressed(button, action) {
  button.addEventListener('click', () => {
    endTour();
    action();
  });
}

for (const button of builds) {
  whenPressed(button, () => press(button));
}
lua.addEventListener('click', () => document.querySelector('.editor').hidden = false);
whenPressed(element('save'), () => press(lua));
element('script').addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === 's') {
    event.preventDefault();
    endTour();
    press(lua);
  }
});
whenPressed(element('try'), tryOut);
whenPressed(element('roll-back'), () => change('Roll back', 'rolled-back', serving));
whenPressed(element('long-call'), holdGeneration);
element('pause').addEventListener('click', () => setPaused(!paused));
element('tour').addEventListener('click', () => {
  const running = element('tour').getAttribute('aria-pressed') === 'true';
  endTour();
  if (!running) {
    tour();
  }
});

setPaused(paused);
play();
watch();
if (calm || new URLSearchParams(location.search).has('still')) {
  showMessage('', 'A button overwrites the library in the bundle\'s folder, then asks the actuator to reload it.');
}
else {
  tour();
}
