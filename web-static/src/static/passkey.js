// Passkeys: the device signs the server's random words, and what it answers goes with a plain form.
// Where there is no script or no such device the forms stay hidden and the page says what else works.

const text = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));

// A bare address has no passkeys: they belong to a name.
const able =
  window.PublicKeyCredential && window.isSecureContext && !/^[\d.]+$|:/.test(location.hostname);

async function asked(purpose) {
  const answer = await fetch('/api/v1/login/passkey-challenges', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ purpose }),
  });
  if (!answer.ok) throw new Error(`no challenge: ${answer.status}`);
  return answer.json();
}

async function signed({ passkey }) {
  const { challenge, rpId } = await asked(passkey);
  const key = await navigator.credentials.get({
    publicKey: { challenge: bytes(challenge), rpId, userVerification: 'required' },
  });
  const { response } = key;
  return shown(key, {
    clientDataJSON: text(response.clientDataJSON),
    authenticatorData: text(response.authenticatorData),
    signature: text(response.signature),
    userHandle: response.userHandle ? text(response.userHandle) : undefined,
  });
}

async function made({ passkey, handle, account, known }) {
  const { challenge, rpId } = await asked(passkey);
  const key = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(challenge),
      rp: { id: rpId, name: 'Yui' },
      user: { id: bytes(handle), name: account, displayName: account },
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: known
        .split(' ')
        .filter(Boolean)
        .map((id) => ({ type: 'public-key', id: bytes(id) })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
    },
  });
  return shown(key, {
    clientDataJSON: text(key.response.clientDataJSON),
    attestationObject: text(key.response.attestationObject),
    transports: key.response.getTransports?.() ?? [],
  });
}

const shown = (key, response) =>
  JSON.stringify({
    id: key.id,
    rawId: text(key.rawId),
    type: key.type,
    response,
    clientExtensionResults: key.getClientExtensionResults(),
  });

for (const form of able ? document.querySelectorAll('form[data-passkey]') : []) {
  form.hidden = false;
  const failed = form.querySelector('[data-passkey-failed]');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    failed.hidden = true;
    if (!form.reportValidity()) return;
    try {
      const credential = form.dataset.passkey === 'ENROL' ? made : signed;
      form.elements.credential.value = await credential(form.dataset);
      form.submit();
    } catch (error) {
      console.info(error);
      failed.hidden = false;
    }
  });
}
if (able) for (const none of document.querySelectorAll('[data-passkey-none]')) none.hidden = true;
