/* The list of jobs: while something is being drafted, its moving cells are taken over from a fresh list. The rows stay
   as they are, so what is selected stays selected and nothing jumps under the pointer. */
(() => {
  const POLL = 4000; // milliseconds between looks

  class TranslationJobs extends window.StimulusModule.Controller {
    static values = { url: String };

    connect() {
      this.timer = setInterval(() => this.poll(), POLL);
    }

    disconnect() {
      clearInterval(this.timer);
    }

    async poll() {
      if (document.hidden || this.busy || !this.element.querySelector('[data-moving]')) return;
      this.busy = true;
      try {
        const response = await fetch(`${this.urlValue}${window.location.search}`, {
          headers: { 'X-Requested-With': 'XMLHttpRequest' },
        });
        if (response.ok) this.takeOver(await response.text());
      } catch {
        // The server is away for a moment; the next look will tell.
      } finally {
        this.busy = false;
      }
    }

    takeOver(html) {
      const fresh = new DOMParser().parseFromString(html, 'text/html');
      this.element.querySelectorAll('[data-live]').forEach((cell) => {
        const now = fresh.getElementById(cell.id);
        if (now && now.outerHTML !== cell.outerHTML) cell.replaceWith(now);
        // A job that has moved to another page of the list is not looked for any more.
        if (!now) cell.removeAttribute('data-moving');
      });
    }
  }

  window.wagtail.app.register('translation-jobs', TranslationJobs);
})();
