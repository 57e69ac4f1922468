// Swaps one element of the page instead of the whole page. Without this file every form still works.
var delvisNr = 0, delvisPause;
document.addEventListener('change', function (e) {
  var f = e.target.form; if (f && 'delvisAuto' in f.dataset) { clearTimeout(delvisPause); f.requestSubmit(); }
});
// A search field answers while somebody types; the address is exchanged, so that «back» leaves the search.
document.addEventListener('input', function (e) {
  var f = e.target.form; if (!f || e.target.type !== 'search' || !('delvisAuto' in f.dataset)) return;
  clearTimeout(delvisPause); delvisPause = setTimeout(function () { f.skriv = true; f.requestSubmit(); }, 250);
});
document.addEventListener('submit', async function (e) {
  var f = e.target.closest('form[data-delvis]'); if (!f) return;
  e.preventDefault();
  var mal = f.dataset.delvis, d = new FormData(f, e.submitter), url = new URL(f.action), opt = {}, get = f.method === 'get';
  var nr = ++delvisNr, skriv = f.skriv; f.skriv = false;
  if (get) url.search = new URLSearchParams([...d].filter(function (par) { return par[1]; })); else { opt.method = 'POST'; opt.body = d; }
  try {
    var r = await fetch(url, opt), ny = new DOMParser().parseFromString(await r.text(), 'text/html').querySelector(mal);
    if (!ny) throw new Error('manglar ' + mal);
    if (get && nr !== delvisNr) return; // a later answer is on its way
    ny.querySelectorAll('details[id]').forEach(function (boks) { var no = document.getElementById(boks.id); if (no) boks.open = no.open; });
    var fokus = document.activeElement && document.activeElement.id;
    document.querySelector(mal).replaceWith(ny);
    if (fokus && document.getElementById(fokus)) document.getElementById(fokus).focus();
    if (get) { history[skriv ? 'replaceState' : 'pushState']({}, '', r.url); stad = location.pathname + location.search; }
    document.dispatchEvent(new CustomEvent('delvis:ny'));
  } catch (feil) { if (get) f.submit(); else location.reload(); }
});
// A link to a fragment is a popstate too: only another address is a reason to load again.
var stad = location.pathname + location.search;
window.addEventListener('popstate', function () { if (location.pathname + location.search !== stad) location.reload(); });
