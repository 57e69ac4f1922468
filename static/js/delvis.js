// Swaps one element of the page instead of the whole page. Without this file every form still works.
document.addEventListener('change', function (e) {
  var f = e.target.closest('form[data-delvis-auto]'); if (f) f.requestSubmit();
});
document.addEventListener('submit', async function (e) {
  var f = e.target.closest('form[data-delvis]'); if (!f) return;
  e.preventDefault();
  var mal = f.dataset.delvis, d = new FormData(f, e.submitter), url = new URL(f.action), opt = {}, get = f.method === 'get';
  if (get) url.search = new URLSearchParams(d); else { opt.method = 'POST'; opt.body = d; }
  try {
    var r = await fetch(url, opt), ny = new DOMParser().parseFromString(await r.text(), 'text/html').querySelector(mal);
    if (!ny) throw new Error('manglar ' + mal);
    ny.querySelectorAll('details[id]').forEach(function (boks) { var no = document.getElementById(boks.id); if (no) boks.open = no.open; });
    var fokus = document.activeElement && document.activeElement.id;
    document.querySelector(mal).replaceWith(ny);
    if (fokus && document.getElementById(fokus)) document.getElementById(fokus).focus();
    if (get && r.url !== location.href) { history.pushState({}, '', r.url); stad = location.pathname + location.search; }
    document.dispatchEvent(new CustomEvent('delvis:ny'));
  } catch (feil) { if (get) f.submit(); else location.reload(); }
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
