// The static chart stays until plotly.js has drawn the other one beside it, hidden; then one step swaps them.
window.unlearnCharts = function () {
  if (!window.Plotly) return;
  document.querySelectorAll('script[data-chart]:not([data-done])').forEach(function (script) {
    script.dataset.done = '1';
    var drawn, box = script.parentElement.querySelector('[data-unlearn-figure="' + script.dataset.chart + '"]:not([data-live])');
    if (!box || !box.firstElementChild) return;
    try { drawn = JSON.parse(script.textContent); } catch (e) { return; }
    var still = box.firstElementChild, div = document.createElement('div');
    box.dataset.live = '1';
    div.style.cssText = 'position:absolute;left:0;top:0;width:100%;height:100%;visibility:hidden';
    box.appendChild(div);
    window.Plotly.newPlot(div, drawn[0], drawn[1], { responsive: true, displaylogo: false, modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d'] })
      .then(function () { still.remove(); div.style.visibility = 'visible'; }, function () { div.remove(); });
  });
};
