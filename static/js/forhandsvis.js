// Admin: a button under each Markdown field that shows how the text will look.
document.querySelectorAll('textarea[data-markdown]').forEach(function (felt) {
  var knapp = document.createElement('button'), syn = document.createElement('div');
  knapp.type = 'button'; knapp.className = 'button forhandsvis-knapp'; knapp.textContent = 'Førehandsvis';
  syn.className = 'forhandsvis'; syn.setAttribute('role', 'status');
  felt.after(knapp, syn);
  knapp.addEventListener('click', async function () {
    var data = new FormData();
    data.append('text', felt.value);
    data.append('csrfmiddlewaretoken', document.querySelector('[name=csrfmiddlewaretoken]').value);
    var svar = await fetch(felt.dataset.markdown, { method: 'POST', body: data });
    syn.innerHTML = svar.ok ? await svar.text() : 'Fekk ikkje laga førehandsvisinga. Prøv ein gong til.';
  });
});
