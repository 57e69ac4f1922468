// Swaps one element of the page instead of the whole page. Without this file every form still works.
// One form at a time: what is sent meanwhile waits, and is sent from the page that came back.
var opptatt = false, neste = null, skriv = false, pause;
document.addEventListener('change', function (e) {
  var f = e.target.form; if (f && f.matches('[data-delvis-auto]')) { clearTimeout(pause); skriv = false; f.requestSubmit(); }
});
// A search field answers while somebody types. The address is exchanged, so that «back» leaves the search.
document.addEventListener('input', function (e) {
  var f = e.target.form; if (!f || e.target.type !== 'search' || !f.matches('[data-delvis-auto]')) return;
  clearTimeout(pause); pause = setTimeout(function () { skriv = true; e.target.form.requestSubmit(); }, 250);
});
document.addEventListener('submit', async function (e) {
  var f = e.target.closest('form[data-delvis]'); if (!f) return;
  e.preventDefault();
  if (opptatt && f.id) { neste = [f.id, e.submitter && e.submitter.id]; return; }
  opptatt = true;
  var mal = f.dataset.delvis, d = new FormData(f, e.submitter), url = new URL(f.action), opt = {}, get = f.method === 'get', byt = !get || skriv;
  if (get) url.search = new URLSearchParams([...d].filter(function (par) { return par[1]; })); else { opt.method = 'POST'; opt.body = d; }
  try {
    var r = await fetch(url, opt), side = new DOMParser().parseFromString(await r.text(), 'text/html'), ny = side.querySelector(mal);
    if (!ny) throw new Error('manglar ' + mal);
    ny.querySelectorAll('details[id]').forEach(function (boks) { var no = document.getElementById(boks.id); if (no) boks.open = no.open; });
    var felt = document.activeElement, fokus = felt && felt.id, skrive = felt && felt.defaultValue !== felt.value ? felt.value : null;
    document.querySelector(mal).replaceWith(ny);
    document.title = side.title;
    // The same place on the page, with what somebody is in the middle of typing. A summary of errors asks for focus itself.
    var att = ny.querySelector('[autofocus]') || document.getElementById(fokus);
    if (att) { att.focus({ preventScroll: !att.autofocus }); if (skrive !== null && att.id === fokus) att.value = skrive; }
    if (get ? r.url !== location.href : r.redirected) { history[byt ? 'replaceState' : 'pushState']({}, '', r.url); stad = location.pathname + location.search; }
    document.dispatchEvent(new CustomEvent('delvis:ny'));
  } catch (feil) { if (get) f.submit(); else location.reload(); }
  opptatt = false;
  var venta = neste && document.getElementById(neste[0]), knapp = neste && neste[1] && document.getElementById(neste[1]);
  neste = null;
  if (venta) venta.requestSubmit(knapp || undefined);
});
// A form that asks again by itself: somebody waits for something that is being made.
function igjen() {
  var f = document.querySelector('form[data-delvis-igjen]');
  if (f) setTimeout(function () { if (f.isConnected) f.requestSubmit(); }, f.dataset.delvisIgjen);
}
document.addEventListener('delvis:ny', igjen); igjen();
// A link to a fragment is a popstate too: only another address is a reason to load again.
var stad = location.pathname + location.search;
window.addEventListener('popstate', function () { if (location.pathname + location.search !== stad) location.reload(); });
