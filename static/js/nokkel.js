// A key that does not answer, or somebody who says no: a sentence on the page instead of silence.
document.addEventListener('allauth.error', event => {
  event.preventDefault()
  document.getElementById('key-error').hidden = false
})
