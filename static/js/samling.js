// «Legg i samlinga» without leaving the page. The cookie tells what is chosen: the page is the same for all.
(function () {
  var skjema = document.getElementById('samle'); if (!skjema) return;
  var koe, lagt = []; // since the page was opened: those who are logged in have no cookie
  function valde() {
    var kake = document.cookie.match(/(?:^|; )samling="?([^;|":]*)/);
    return (kake && kake[1] ? kake[1].split('.') : []).concat(lagt);
  }
  function merk() {
    var har = valde();
    document.querySelectorAll('[form=samle]').forEach(function (knapp) {
      if (har.includes(knapp.value)) { knapp.dataset.inne = ''; knapp.firstChild.textContent = skjema.dataset.inne; }
    });
  }
  document.addEventListener('submit', async function (e) {
    if (e.target.id !== 'samle') return;
    e.preventDefault();
    var knapp = e.submitter;
    if ('inne' in knapp.dataset) { location = skjema.dataset.samling; return; }
    if (knapp.dataset.sender) return;
    knapp.dataset.sender = 1;
    var foer = koe, ferdig; koe = new Promise(function (ja) { ferdig = ja; }); await foer; // one at a time: they share a cookie
    try {
      var r = await fetch(skjema.action, { method: 'POST', body: new FormData(e.target, knapp), headers: { 'X-Requested-With': 'fetch' } });
      if (r.status !== 204) throw new Error(r.status);
      lagt.push(knapp.value); merk();
      skjema.querySelector('[role=status]').textContent = knapp.textContent;
    } catch (feil) { // the way it goes without this file
      var felt = document.createElement('input'); felt.type = 'hidden'; felt.name = 'metode'; felt.value = knapp.value;
      skjema.append(felt); skjema.submit();
    } finally { delete knapp.dataset.sender; ferdig(); }
  });
  document.addEventListener('delvis:ny', function () { skjema = document.getElementById('samle') || skjema; merk(); });
  merk();
})();
