// Passkeys, on the pages that have them. The form of a button with data-passkey asks the browser for one before it is
// sent: "create" makes a new one, "get" shows one that is there. What the server wants stands in data-options, or is
// fetched from data-options-from at the moment it is needed.
(() => {
  const known = window.PublicKeyCredential?.parseCreationOptionsFromJSON;

  const options = async ({ dataset }) => {
    if (dataset.options) return JSON.parse(dataset.options).publicKey;
    const answer = await fetch(dataset.optionsFrom, { headers: { Accept: "application/json" } });
    return (await answer.json()).request_options.publicKey;
  };
  const credential = async (button) => {
    const wanted = await options(button);
    if (button.dataset.passkey === "get") {
      return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(wanted) });
    }
    // One that is found without an e-mail address, and that is opened by its owner: alone it is two steps.
    Object.assign(wanted.authenticatorSelection, {
      residentKey: "required", requireResidentKey: true, userVerification: "required",
    });
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(wanted) });
  };

  for (const button of document.querySelectorAll("[data-passkey]")) {
    const { form } = button;
    const say = (what) => {
      for (const name of ["failed", "unknown"]) form.querySelector(`[data-passkey-${name}]`).hidden = name !== what;
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!known) return say("unknown");
      say(null);
      try {
        form.elements.credential.value = JSON.stringify((await credential(button)).toJSON());
        form.submit(); // does not come back here
      } catch {
        say("failed");
      }
    });
  }
})();
