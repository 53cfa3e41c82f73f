'use strict';

const ENDPOINT = 'actuator/polyplug/filters';
const FRAME_INTERVAL = 40;
const REFRESH_INTERVAL = 400;

const element = (id) => document.getElementById(id);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/* The picture: one request a frame, the next one when this one is drawn and its time has come. */

const drawn = [];

async function play() {
  const context = element('picture').getContext('2d');
  for (;;) {
    const begin = performance.now();
    try {
      await drawFrame(context, Math.round(begin));
      drawn.push(performance.now());
    }
    catch (failure) {
      await pause(500);
    }
    showFrameRate();
    await pause(FRAME_INTERVAL - (performance.now() - begin));
  }
}

async function drawFrame(context, milliseconds) {
  const response = await fetch(`frame.jpg?milliseconds=${milliseconds}`, { cache: 'no-store' });
  if (!response.ok) {
    throw new Error(`status ${response.status}`);
  }
  const bitmap = await createImageBitmap(await response.blob());
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
}

function showFrameRate() {
  while (drawn.length > 0 && drawn[0] < performance.now() - 2000) {
    drawn.shift();
  }
  element('frame-rate').textContent = Math.round(drawn.length / 2);
  document.body.classList.toggle('stalled', drawn.length === 0);
}

/* The numbers and the log. */

let swap = null;
let shownEntry = 0;

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
    read('filter').then(showFilter, () => showFilter({ name: 'no answer', version: '' })),
    read('log').then(showLog),
    read(ENDPOINT).then(showBundle)
  ]);
}

async function read(path) {
  const response = await fetch(path, { cache: 'no-store' });
  if (!response.ok) {
    throw new Error(`${path}: status ${response.status}`);
  }
  return response.json();
}

function showFrames(frames) {
  element('frames-served').textContent = frames.served.toLocaleString('en');
  element('frames-failed').textContent = frames.failed.toLocaleString('en');
  element('frames-failed').classList.toggle('some', frames.failed > 0);
}

function showFilter(filter) {
  element('filter-name').textContent = filter.name;
  element('filter-version').textContent = filter.version;
  for (const button of document.querySelectorAll('.group button')) {
    button.setAttribute('aria-pressed', button.textContent === filter.name);
  }
}

function showBundle(bundle) {
  element('generation').textContent = bundle.generation;
  if ((swap?.generation ?? 0) < bundle.generation && (bundle.lastReload?.outcome ?? 'failed') !== 'failed') {
    swap = { generation: bundle.generation, durationMs: bundle.lastReload.durationMs };
  }
  element('swap-time').textContent = (swap) ? duration(swap.durationMs) : '–';
}

function duration(milliseconds) {
  return `${milliseconds < 10 ? milliseconds.toFixed(2) : milliseconds.toFixed(0)} ms`;
}

function showLog(entries) {
  const latest = entries[0]?.number ?? 0;
  if (latest !== shownEntry) {
    shownEntry = latest;
    element('log').replaceChildren(...entries.map(logLine));
  }
}

function logLine(entry) {
  const line = document.createElement('li');
  line.className = entry.phase;
  line.append(part('time', timeOfDay(entry.at)), part('phase', entry.phase),
      part('generation', `generation ${entry.generation}`), part('detail', entry.detail));
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

/* The buttons. */

async function change(name, state, build) {
  const buttons = document.querySelectorAll('button');
  buttons.forEach((button) => button.disabled = true);
  try {
    if (build) {
      await post(`builds/${build}`);
    }
    showOutcome(name, await post(ENDPOINT, { state }));
    await refresh();
  }
  catch (failure) {
    showMessage('bad', `${name}: ${failure.message}`);
  }
  finally {
    buttons.forEach((button) => button.disabled = false);
  }
}

async function post(path, body) {
  const options = { method: 'POST' };
  if (body) {
    options.headers = { 'Content-Type': 'application/json' };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options);
  const text = await response.text();
  if (!response.ok && response.status !== 409) {
    throw new Error(`${path} answered with status ${response.status}`);
  }
  return text ? { status: response.status, ...JSON.parse(text) } : { status: response.status };
}

function showOutcome(name, answer) {
  if (answer.status === 409) {
    showMessage('bad', `${name} was refused (409): ${answer.reason}.`);
  }
  else {
    swap = answer;
    showMessage('good', `${name}: version ${answer.version} took over from ${answer.previousVersion}`
        + ` in ${duration(answer.durationMs)}, as generation ${answer.generation}.`);
  }
}

function showMessage(kind, text) {
  element('message').className = kind;
  element('message').textContent = text;
}

for (const button of document.querySelectorAll('button[data-build]')) {
  button.addEventListener('click', () => change(button.textContent, 'reloaded', button.dataset.build));
}
element('roll-back').addEventListener('click', () => change('Roll back', 'rolled-back'));

play();
watch();
