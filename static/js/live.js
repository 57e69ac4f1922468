// A meeting that is going on: counts every second, keeps presses while the network is away, follows other
// devices. Without this file the page works by its forms and loads itself anew.
(function () {
  var rot = document.body, ord = JSON.parse(rot.dataset.ord), sal = rot.dataset.vising === 'sal';
  var bilde = JSON.parse(rot.dataset.koyr); // what the server knew last
  var skilnad = (bilde.now || Date.now()) - Date.now(), snarast = Infinity; // the server's clock minus ours
  var lager = 'koyr:' + bilde.run, koe = les(), utan = false, sender = false, etag = '', forrige = {};
  var klokka = new Intl.DateTimeFormat('nn', { timeZone: 'Europe/Oslo', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

  function $(id) { return document.getElementById(id); }
  function no() { return Date.now() + skilnad; }
  function sett(id, tekst) { var e = $(id); if (e && e.textContent !== String(tekst)) e.textContent = tekst; }
  function inn(tekst, verdiar) { return tekst.replace(/\{(\w+)\}/g, function (_, namn) { return verdiar[namn]; }); }
  function kl(ms) { return klokka.format(ms).replace(':', '.'); }

  // Presses that the server has not confirmed live in the browser's own store: a reload loses none of them.
  function les() { try { return JSON.parse(localStorage.getItem(lager)) || []; } catch (feil) { return koe || []; } }
  function goym() { try { if (koe.length) localStorage.setItem(lager, JSON.stringify(koe)); else localStorage.removeItem(lager); } catch (feil) { /* private mode: memory has to do */ } }
  function minne(namn, verdi) { try { if (verdi) localStorage.setItem(namn, verdi); return localStorage.getItem(namn); } catch (feil) { return null; } }
  function nykel() {
    if (crypto.randomUUID) return crypto.randomUUID();
    var b = crypto.getRandomValues(new Uint8Array(16)), h = Array.from(b, function (x) { return (x + 256).toString(16).slice(1); }).join('');
    return h.slice(0, 8) + '-' + h.slice(8, 12) + '-4' + h.slice(13, 16) + '-a' + h.slice(17, 20) + '-' + h.slice(20);
  }

  // The same reduction as tools/live, for the presses that can be made without a network.
  function stode() {
    var s = JSON.parse(JSON.stringify(bilde));
    koe.slice().sort(function (a, b) { return a.at - b.at; }).forEach(function (e) { ta(s, e); });
    tell(s, no());
    return s;
  }
  function tell(s, til) {
    if (til <= s.now) return;
    if (s.phase === 'running' && !s.paused) s.steps[s.index].used += (til - s.now) / 1000;
    s.now = til;
  }
  function beside(s, veg) {
    for (var i = s.index + veg; i >= 0 && i < s.steps.length; i += veg) if (!s.steps[i].dropped) return i;
    return -1;
  }
  function ta(s, e) {
    if (s.phase !== 'running') return;
    var maal = e.kind === 'next' ? beside(s, 1) : e.kind === 'back' ? beside(s, -1) : -1;
    tell(s, e.at);
    if (maal >= 0 && e.data.from === s.steps[s.index].id) { s.index = maal; s.paused = false; }
    if (e.kind === 'pause') s.paused = true;
    if (e.kind === 'resume') s.paused = false;
    if (e.kind === 'end') s.phase = 'ended';
  }
  // When what is left will be, and how far from the plan: as in tools/live/forecast.py.
  function utsikt(s) {
    var her = s.steps[s.index], att = her.minutes * 60 - her.used, t = (s.now - s.base) / 1000 + Math.max(0, att), laas = null, plan = s.end * 60, seinast = plan, framme;
    s.steps.forEach(function (steg, i) {
      if (i <= s.index || steg.dropped) return;
      if (steg.lock !== null) {
        if (!laas) { laas = steg; framme = t; plan = steg.arrival * 60; seinast = Math.max(plan, steg.lock * 60); }
        t = Math.max(t, steg.lock * 60);
      }
      steg.starts = s.base + t * 1000;
      t += steg.minutes * 60;
    });
    if (!laas) framme = t;
    s.left = att; s.ends = s.base + t * 1000;
    s.drift = Math.trunc((framme > seinast ? framme - seinast : Math.min(0, framme - plan)) / 60);
    return s;
  }

  function vis() {
    rot.dataset.ulagra = koe.length;
    sett('klokke', kl(no()));
    if (bilde.phase !== 'running') return;
    var s = stode();
    if (s.phase === 'ended') { sett('stilling', ord.saving); return; }
    utsikt(s);
    visNo(s);
    if (!sal) visLeiar(s);
    seiFra(s);
  }
  function visNo(s) {
    var her = s.steps[s.index], over = s.left < 0, sek = Math.floor(Math.abs(s.left)), neste = s.steps.find(function (steg, i) { return i > s.index && steg.pause && !steg.dropped; });
    var min = Math.floor(sek / 60), siste = min === 0;
    sett('no-tittel', her.title);
    sett('att-tal', siste ? sek : min);
    sett('att-ord', siste ? (over ? ord.seconds_over : ord.seconds_left) : over ? ord.over : ord.minutes_left);
    sett('att-sek', siste ? '' : inn(ord.seconds, { n: sek % 60 }));
    rot.classList.toggle('koyr-over', over);
    rot.classList.toggle('koyr-paused', s.paused);
    $('strek').setAttribute('width', Math.min(100, 100 * her.used / (her.minutes * 60)).toFixed(1) + '%');
    sett('neste-pause', neste && (sal || neste !== s.steps[beside(s, 1)]) ? inn(ord.next_pause, { time: kl(neste.starts) }) : '');
  }
  function visLeiar(s) {
    var her = s.steps[s.index], n = beside(s, 1), neste = s.steps[n], d = s.drift;
    $('no-band').className = 'koyr-tittel steg-' + her.petal;
    sett('no-om', her.about); sett('no-kven', her.who); sett('no-merknad', her.note);
    sett('stilling', s.paused ? ord.paused : d === 0 ? ord.on_time : inn(d > 0 ? ord.behind : ord.ahead, { n: Math.abs(d) }));
    sett('ferdig', inn(ord.end, { time: kl(s.ends) }));
    sett('neste-tid', neste ? kl(neste.starts) : '');
    sett('neste-tittel', neste ? neste.title : ord.nothing_more);
    sett('neste-om', neste ? inn(ord.length, { n: neste.minutes }) : '');
    sett('k-pause-ord', s.paused ? ord.resume : ord.pause);
    $('k-pause').value = s.paused ? 'resume' : 'pause';
    $('k-back').disabled = beside(s, -1) < 0;
    $('k-next').disabled = n < 0;
    if (n < 0 && !forrige.sist) $('slutt').open = true;
    forrige.sist = n < 0;
    if ($('etter')) { $('etter').hidden = d < ord.worth; sett('etter-lenkje', inn(ord.late, { n: d })); }
    document.querySelectorAll('#planen li').forEach(function (rad, i) {
      var steg = s.steps[i];
      if (!steg) return;
      rad.className = 'koyr-' + (i < s.index ? 'done' : i === s.index ? 'now' : 'ahead') + (steg.dropped ? ' koyr-droppa' : '');
      if (i === s.index) rad.setAttribute('aria-current', 'step'); else rad.removeAttribute('aria-current');
      if (steg.starts) rad.firstElementChild.textContent = kl(steg.starts);
    });
  }
  // A screen reader hears a new block and the end of its time, once each; never the seconds.
  function seiFra(s) {
    var her = s.steps[s.index], ute = s.left <= 0;
    if (forrige.id && forrige.id !== her.id) sett('kunngjering', inn(ord.now, { title: her.title, n: her.minutes }));
    else if (forrige.id && ute && !forrige.ute) sett('kunngjering', inn(ord.up, { title: her.title }));
    forrige.id = her.id; forrige.ute = ute;
  }

  var siste = 0; // our clock may be set back between two presses: the later press is later all the same
  function trykk(kind) {
    var s = stode(), e = { key: nykel(), kind: kind, at: Math.max(Math.round(no()), siste + 1), data: { from: s.phase === 'running' ? s.steps[s.index].id : '' } };
    if (s.phase !== 'running' || (kind === 'next' && beside(s, 1) < 0) || (kind === 'back' && beside(s, -1) < 0)) return;
    siste = e.at; koe = les(); koe.push(e); goym(); vis(); snakk();
  }
  function nett(borte) {
    if (borte === utan) return;
    utan = borte;
    sett('nett', borte ? ord.offline : ord.online);
    rot.classList.toggle('koyr-utan-nett', borte);
    if (!borte) setTimeout(function () { if (!utan) sett('nett', ''); }, 6000);
  }
  function sporr(adresse, val) {
    var sist = new AbortController(), ur = setTimeout(function () { sist.abort(); }, 8000);
    val.signal = sist.signal; val.credentials = 'same-origin'; val.cache = 'no-store';
    return fetch(adresse, val).finally(function () { clearTimeout(ur); });
  }
  // Sends what is kept, else asks what others have done. One at a time.
  async function snakk() {
    if (sender) return;
    sender = true;
    var sendt = koe.slice(), byrja = Date.now(), vising = sal ? '?vising=sal' : '';
    try {
      var r = sendt.length
        ? await sporr(rot.dataset.trykk + '?run=' + bilde.run, { method: 'POST', body: JSON.stringify({ events: sendt }), headers: { 'Content-Type': 'application/json', 'X-CSRFToken': document.querySelector('[name=csrfmiddlewaretoken]').value } })
        : await sporr(rot.dataset.tilstand + vising, { headers: etag ? { 'If-None-Match': etag } : {} });
      if (r.status === 403) return omAtt();
      if (r.status >= 500) throw new Error(r.status);
      if (r.status === 404) return sett('nett', ord.gone);
      nett(false);
      if (r.status === 304) { if (Math.abs(Date.parse(r.headers.get('Date')) - no()) > 5000) { etag = ''; snarast = Infinity; } return; } // somebody has set our clock
      etag = r.headers.get('ETag') || '';
      if (sendt.length && (r.ok || r.status === 422)) {
        var nyklar = sendt.map(function (e) { return e.key; });
        koe = les().filter(function (e) { return nyklar.indexOf(e.key) < 0; });
        goym();
      }
      if (r.ok) nytt(await r.json(), byrja);
    } catch (feil) { nett(true); } finally { sender = false; }
    if (koe.length && !utan) snakk();
  }
  // The page's token is from before somebody logged in or out: a new page has a new one, and the store is kept.
  function omAtt() { try { if (sessionStorage.koyrOmAtt === String(bilde.run)) return; sessionStorage.koyrOmAtt = bilde.run; } catch (feil) { return; } location.reload(); }
  function oppsett(b) { return JSON.stringify((b.steps || []).map(function (steg) { return [steg.minutes, steg.dropped]; })); }
  function nytt(b, byrja) {
    var tid = Date.now() - byrja, endra = !sal && b.version !== bilde.version && (oppsett(b) !== oppsett(bilde) || $('hjelp').querySelector('form'));
    if (b.run !== bilde.run) return location.reload();
    if (b.now && tid <= snarast) { snarast = tid; skilnad = b.now - (byrja + tid / 2); }
    if (b.phase === 'ended') { if (!koe.length) { if (sal) { sett('no-tittel', ord.thanks); rot.classList.add('koyr-ferdig'); } else location.href = b.summary; } bilde = b; return; }
    bilde = b;
    if (endra) hent(location.pathname).catch(function () {});
    vis();
  }
  // Proposals are the server's: its page is fetched, and the two parts that may have changed are swapped in.
  async function hent(adresse, val) {
    var r = await sporr(adresse, val || {}), side = new DOMParser().parseFromString(await r.text(), 'text/html');
    if (!side.body.dataset.koyr) return void (location.href = r.url); // somebody has ended the meeting
    bilde = JSON.parse(side.body.dataset.koyr);
    ['hjelp', 'planen'].forEach(function (id) { $(id).replaceWith(side.getElementById(id)); });
    vis();
  }
  function medNett(adresse, val) {
    hent(adresse, val).then(function () { nett(false); $('hjelp').querySelector('button, a')?.focus(); }, function () { nett(true); sett('nett', ord.needs_network); });
  }

  document.addEventListener('submit', function (e) {
    var kind = e.submitter && e.submitter.value, data;
    if (!kind) return;
    e.preventDefault();
    if (['adjust', 'drop', 'undo'].indexOf(kind) < 0) return trykk(kind);
    data = new FormData(e.target); data.set('kind', kind); data.set('key', nykel());
    medNett(e.target.action, { method: 'POST', body: data });
  });
  document.addEventListener('click', function (e) {
    var a = e.target.closest('#etter-lenkje, #lat-vere');
    if (a) { e.preventDefault(); medNett(a.href.split('#')[0]); }
  });
  document.addEventListener('keydown', function (e) {
    var kind = { ' ': 'next', ArrowRight: 'next', ArrowLeft: 'back', p: $('k-pause') && $('k-pause').value, P: $('k-pause') && $('k-pause').value }[e.key];
    if (!kind || sal || e.repeat || e.ctrlKey || e.metaKey || e.altKey || !$('snarvegar').checked) return;
    if (e.target.closest('input, select, textarea') || (e.key === ' ' && e.target.closest('button, a, summary'))) return;
    e.preventDefault(); trykk(kind);
  });
  window.addEventListener('online', snakk);
  window.addEventListener('storage', function (e) { if (e.key === lager) { koe = les(); vis(); } });

  // The screen stays awake, and may fill everything.
  async function vak() { try { await navigator.wakeLock.request('screen'); } catch (feil) { /* not offered, or not now */ } }
  document.addEventListener('visibilitychange', function () { if (!document.hidden) { vak(); snakk(); } });
  if (document.fullscreenEnabled) {
    $('fullskjerm').hidden = false;
    $('fullskjerm').addEventListener('click', function () { if (document.fullscreenElement) document.exitFullscreen(); else document.documentElement.requestFullscreen(); });
  }
  if ($('tastar')) {
    $('tastar').hidden = false;
    $('snarvegar').checked = minne('koyr:tastar') !== 'av';
    $('snarvegar').addEventListener('change', function () { minne('koyr:tastar', this.checked ? 'paa' : 'av'); });
  }
  rot.classList.add('koyr-levande');
  vak(); vis(); snakk();
  setInterval(vis, 250);
  setInterval(snakk, 4000);
})();
