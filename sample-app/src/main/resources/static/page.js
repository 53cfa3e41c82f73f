'use strict';

const ENDPOINT = 'actuator/polyplug/filters';
const FRAME_INTERVAL = 40;
const STATUS_INTERVAL = 400;

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
    await new Promise(requestAnimationFrame);
    await pause(FRAME_INTERVAL - 8 - (performance.now() - begin));
  }
}

async function drawFrame(context, milliseconds) {
  const response = await fetch(`frame.jpg?milliseconds=${milliseconds}`);
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

async function watch() {
  for (;;) {
    try {
      await refresh();
    }
    catch (failure) {
      /* The server is away: the frame rate shows it. */
    }
    await pause(STATUS_INTERVAL);
  }
}

async function refresh() {
  const [status, bundle, log] = await Promise.all(['status', ENDPOINT, 'log'].map(read));
  showStatus(status);
  showBundle(bundle);
  showLog(log);
}

async function read(path) {
  const response = await fetch(path);
  if (!response.ok) {
    throw new Error(`${path}: status ${response.status}`);
  }
  return response.json();
}

function showStatus(status) {
  element('filter-name').textContent = status.filter;
  element('filter-version').textContent = status.version;
  element('frames-served').textContent = status.framesServed.toLocaleString('en');
  element('frames-failed').textContent = status.framesFailed.toLocaleString('en');
  element('frames-failed').classList.toggle('some', status.framesFailed > 0);
  for (const button of document.querySelectorAll('.group button')) {
    button.setAttribute('aria-pressed', button.textContent === status.filter);
  }
}

function showBundle(bundle) {
  element('generation').textContent = bundle.generation;
  if (bundle.lastReload?.outcome === 'reloaded') {
    element('swap-time').textContent = duration(bundle.lastReload.durationMs);
  }
}

function duration(milliseconds) {
  return `${milliseconds < 10 ? milliseconds.toFixed(2) : milliseconds.toFixed(0)} ms`;
}

let shownEntry = 0;

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
  line.title = entry.detail;
  const time = document.createElement('time');
  time.textContent = new Date(entry.at).toLocaleTimeString('en-GB', { fractionalSecondDigits: 2 });
  line.append(time, part('phase', entry.phase), part('detail', `generation ${entry.generation} ${entry.detail}`));
  return line;
}

function part(name, text) {
  const span = document.createElement('span');
  span.className = name;
  span.textContent = text;
  return span;
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
    const serving = answer.serving ? ` Version ${answer.serving.version} keeps serving.` : '';
    showMessage('bad', `${name} was refused (409): ${answer.reason}${serving}`);
  }
  else {
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
