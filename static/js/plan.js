// The programme editor: drag blocks by their handle, move them with Alt and the arrows, and hear what was done.
(function () {
  function flytt(flytta) {
    var skjema = document.getElementById('flytt'), liste = [];
    document.querySelectorAll('.plan-side [data-id]').forEach(function (rad) { liste.push(rad.dataset.id); });
    [['rekkje', liste.join(',')], ['flytta', flytta]].forEach(function (par) {
      var felt = document.createElement('input');
      felt.type = 'hidden'; felt.name = par[0]; felt.value = par[1];
      skjema.append(felt);
    });
    skjema.requestSubmit();
  }
  function ny() {
    document.querySelectorAll('[data-sorter]').forEach(function (liste) {
      liste.classList.add('med-dra');
      window.Sortable.create(liste, {
        handle: '.handtak', draggable: '[data-id]', group: 'plan', animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 120,
        onEnd: function (e) { if (e.from !== e.to || e.oldIndex !== e.newIndex) flytt(e.item.dataset.id); }
      });
    });
    var side = document.querySelector('[data-sist]'), sagt = document.getElementById('sagt');
    if (side && sagt && sagt.dataset.sist && sagt.dataset.sist !== side.dataset.sist) sagt.textContent = side.dataset.sist;
    if (side && sagt) sagt.dataset.sist = side.dataset.sist;
  }
  // The minutes are a column: Enter and the arrows go to the next one, as in a spreadsheet.
  document.addEventListener('keydown', function (e) {
    var steg = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (e.altKey || !steg || !e.target.matches('.plan-min')) return;
    e.preventDefault();
    var felt = Array.from(document.querySelectorAll('.plan-min')), neste = felt[felt.indexOf(e.target) + steg];
    if (neste) { neste.focus(); neste.select(); } else e.target.blur();
  });
  document.addEventListener('keydown', function (e) {
    var rad = e.altKey && e.target.closest && e.target.closest('[data-id]'), veg = { ArrowUp: 'opp-', ArrowDown: 'ned-' }[e.key];
    if (!rad || !veg) return;
    e.preventDefault();
    var knapp = document.getElementById(veg + rad.dataset.id);
    if (knapp) knapp.click();
  });
  document.addEventListener('delvis:ny', ny);
  ny();
})();
