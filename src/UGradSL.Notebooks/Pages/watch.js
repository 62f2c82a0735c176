(function () {
  function part(name) { return document.querySelector('[data-page="' + name + '"]'); }
  function on(name, put) { events.addEventListener(name, function (e) { put(JSON.parse(e.data)); }); }
  function live() { window.unlearnLive(); }
  function ask(what) { return function () { fetch(what, { method: 'POST' }); }; }
  var events = new EventSource('events');
  on('page', function (now) { document.title = now.title; document.querySelector('main').outerHTML = now.html; live(); });
  on('cell', function (now) {
    document.querySelectorAll('[data-cell]').forEach(function (cell) { if (cell.dataset.cell === now.id) cell.outerHTML = now.html; });
    live();
  });
  on('state', function (now) {
    part('state').textContent = now.said;
    part('progress').max = Math.max(1, now.count);
    part('progress').value = now.done;
    part('stop').disabled = !now.running;
    part('run').disabled = now.running;
  });
  events.onerror = function () { part('state').textContent = 'the runner does not answer: it has ended, or the machine sleeps'; };
  part('stop').addEventListener('click', ask('stop'));
  part('run').addEventListener('click', ask('run'));
})();
