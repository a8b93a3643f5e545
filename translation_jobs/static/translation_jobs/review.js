/* The review page: saves and approves one sentence at a time without leaving the page.
   Without this script every button still works as an ordinary form. */
(() => {
  const POLL = 2000; // milliseconds between looks at a job that is being drafted

  class TranslationReview extends window.StimulusModule.Controller {
    static targets = ['segment', 'text', 'summary', 'message', 'nothing'];

    static values = {
      statusUrl: String,
      drafting: Boolean,
      offlineMessage: String,
      unsavedMessage: String,
    };

    connect() {
      this.element.dataset.scripted = '';
      if (this.draftingValue) this.timer = setTimeout(() => this.poll(), POLL);
    }

    disconnect() {
      clearTimeout(this.timer);
    }

    textTargetConnected(text) {
      this.grow(text);
    }

    // Typing

    typed(event) {
      this.grow(event.target);
    }

    grow(text) {
      text.style.height = 'auto';
      text.style.height = `${text.scrollHeight + 2}px`;
    }

    isDirty(text) {
      return text.value !== text.dataset.saved;
    }

    /* Leaving a sentence saves it, unless a button of its own is being pressed, which says itself what to do. */
    autosave(event) {
      const { form } = event.target;
      if (this.pressed === form || !this.isDirty(event.target)) return;
      this.send(form, form.action, 'save');
    }

    press(event) {
      if (event.target.closest('button')) this.pressed = event.currentTarget;
    }

    release() {
      this.pressed = null;
    }

    useTheirs(event) {
      const segment = event.target.closest('article');
      const text = segment.querySelector('textarea');
      const theirs = segment.querySelector('[data-theirs]').textContent;
      text.value = theirs === '—' ? '' : theirs;
      this.grow(text);
      text.focus();
    }

    usePrevious(event) {
      this.take(event, event.target.closest('article').querySelector('[data-previous]').textContent);
    }

    useMatch(event) {
      this.take(event, event.target.closest('.tr-match').querySelector('[data-match]').textContent);
    }

    /* Puts a text in place of the one in the field; as if it was typed, so the browser can undo it. */
    take(event, value) {
      const text = event.target.closest('article').querySelector('textarea');
      text.focus();
      text.select();
      if (!document.execCommand('insertText', false, value)) text.value = value;
      this.grow(text);
    }

    async showMatches(event) {
      const details = event.currentTarget;
      if (!details.open || 'shown' in details.dataset) return;
      details.dataset.shown = '';
      try {
        const response = await fetch(details.dataset.url, { headers: { 'X-Requested-With': 'fetch' } });
        if (!response.ok) throw new Error(response.statusText);
        details.querySelector('.tr-matches-list').innerHTML = await response.text();
      } catch {
        delete details.dataset.shown;
        details.open = false;
        this.say(this.offlineMessageValue, true);
      }
    }

    insert(event) {
      const { opening, closing } = event.currentTarget.dataset;
      const text = event.currentTarget.form.querySelector('textarea');
      const { selectionStart: start, selectionEnd: end, value } = text;
      const selected = value.slice(start, end);
      text.setRangeText(`${opening}${selected}${closing}`, start, end, 'end');
      if (!selected && closing) text.selectionEnd = start + opening.length;
      text.focus();
      this.grow(text);
    }

    /* Selects what an issue speaks of: positions count code points, and hold for the saved text only. */
    showQuote(event) {
      const { start, end, quote } = event.currentTarget.dataset;
      const text = event.currentTarget.form.querySelector('textarea');
      const place = (codePoints) => Array.from(text.value).slice(0, codePoints).join('').length;
      let [from, to] = [place(Number(start)), place(Number(end))];
      if (this.isDirty(text)) {
        from = text.value.indexOf(quote);
        to = from + quote.length;
      }
      text.focus();
      if (from >= 0) text.setSelectionRange(from, to);
    }

    // Acts

    submit(event) {
      event.preventDefault();
      this.pressed = null;
      const button = event.submitter;
      const url = button?.getAttribute('formaction') || event.target.action;
      this.send(event.target, url, button?.dataset.act || 'save', () => {}, button);
    }

    approveClean(event) {
      // Whatever was typed and not saved is not what the server would approve.
      if (this.textTargets.some((text) => this.isDirty(text))) {
        event.preventDefault();
        this.say(this.unsavedMessageValue, true);
        this.textTargets.find((text) => this.isDirty(text)).focus();
      }
    }

    async send(form, url, act, then = () => {}, button = null) {
      // One request a sentence at a time; a later one waits and takes the new version with it.
      const segment = form.closest('article');
      const key = segment.id;
      this.queues ||= new Map();
      this.refusals ||= new Map();
      const refusals = this.refusals.get(key) || 0;
      const run = async () => {
        // What was queued before a refusal was meant for a text that is not there any more.
        if ((this.refusals.get(key) || 0) !== refusals) return;
        const live = document.getElementById(key)?.querySelector('form.tr-target');
        if (!live) return;
        const typedBefore = live.elements.target.value;
        const data = new FormData(live);
        if (button?.name) data.set(button.name, button.value);
        let answer;
        let status;
        try {
          const response = await fetch(url, {
            method: 'POST',
            body: data,
            headers: { 'X-Requested-With': 'fetch', Accept: 'application/json' },
          });
          status = response.status;
          answer = await response.json();
        } catch {
          this.refusals.set(key, refusals + 1);
          this.say(this.offlineMessageValue, true);
          return;
        }
        this.replace(key, answer, typedBefore, status);
        if (status === 200) {
          this.say(answer.message);
          then();
        } else {
          this.refusals.set(key, refusals + 1);
          this.say(answer.error, true);
        }
      };
      const last = (this.queues.get(key) || Promise.resolve()).then(run);
      this.queues.set(key, last);
      await last;
    }

    replace(key, answer, typedBefore, status) {
      const old = document.getElementById(key);
      const oldText = old.querySelector('textarea');
      const focused = old.contains(document.activeElement) ? document.activeElement : null;
      const holder = document.createElement('div');
      holder.innerHTML = answer.html;
      const fresh = holder.firstElementChild;
      const text = fresh.querySelector('textarea');
      // What was typed while the request was under way is newer than the answer.
      if (status === 200 && oldText.value !== typedBefore) text.value = oldText.value;
      const { selectionStart, selectionEnd } = oldText;
      this.keepReasons(old, fresh);
      // Chrome tells of a change when it takes a field away that was typed in: what is saved is not saved again.
      if (oldText.value === typedBefore) oldText.dataset.saved = oldText.value;
      old.replaceWith(fresh);
      this.summaryTarget.innerHTML = answer.summary;
      if (focused) {
        const { act } = focused.dataset;
        const same = act ? `[data-act="${act}"]` : focused.closest('.tr-dismiss') && `[name="${focused.name}"]`;
        const again = same && fresh.querySelector(same);
        const isShown = again && again.offsetParent !== null;
        (isShown ? again : text).focus();
        if (!isShown) text.setSelectionRange(selectionStart, selectionEnd);
      }
      this.grow(text);
    }

    /* A reason that somebody is writing stays there, whatever is answered meanwhile. */
    keepReasons(old, fresh) {
      old.querySelectorAll('.tr-dismiss[open] [name*=":"]').forEach((field) => {
        const again = fresh.querySelector(`[name="${field.name}"]`);
        if (!again) return;
        again.value = field.value;
        again.closest('details').open = true;
      });
    }

    // Keys. Nothing while an input method composes: its Enter commits a candidate.

    key(event) {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === 'Enter' && event.target.matches('details input')) {
        event.preventDefault();
        event.target.closest('details').querySelector('[type=submit]').click();
        return;
      }
      if (!event.target.matches('textarea')) return;
      const { form } = event.target;
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        const segment = form.closest('article');
        if (event.shiftKey) {
          this.send(form, form.action, 'save');
          return;
        }
        const approve = form.querySelector('[data-act="approve"]');
        const url = approve ? approve.getAttribute('formaction') : form.action;
        const next = this.neighbour(segment, 1, true);
        this.send(form, url, approve ? 'approve' : 'save', () => this.focus(next));
      } else if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
        event.preventDefault();
        this.focus(this.neighbour(form.closest('article'), event.key === 'ArrowDown' ? 1 : -1, false));
      }
    }

    /* The id of the next (1) or previous (-1) sentence that is shown, of those that wait for approval if asked. */
    neighbour(segment, step, unapproved) {
      const shown = this.segmentTargets.filter((other) => other === segment || !other.hidden);
      let index = shown.indexOf(segment) + step;
      while (unapproved && shown[index]?.classList.contains('is-approved')) index += step;
      return shown[index]?.id;
    }

    focus(id) {
      const text = id && document.getElementById(id)?.querySelector('textarea');
      if (!text) return;
      text.focus();
      text.closest('article').scrollIntoView({ block: 'center', behavior: 'smooth' });
    }

    // Showing

    filter() {
      const { value } = this.element.querySelector('[name=filter]:checked');
      const fits = {
        all: () => true,
        review: (segment) => !segment.classList.contains('is-approved'),
        changed: (segment) => 'changed' in segment.dataset,
        issues: (segment) => 'issues' in segment.dataset,
      }[value];
      this.segmentTargets.forEach((segment) => {
        segment.hidden = !fits(segment);
      });
      this.element.querySelectorAll('.tr-paragraph').forEach((paragraph) => {
        paragraph.hidden = !paragraph.querySelector('article:not([hidden])');
      });
      this.nothingTarget.hidden = this.segmentTargets.some((segment) => !segment.hidden);
    }

    say(message, isError = false) {
      this.messageTarget.textContent = message;
      this.messageTarget.classList.toggle('is-error', isError);
    }

    leave(event) {
      if (this.textTargets.some((text) => this.isDirty(text))) event.preventDefault();
    }

    async poll() {
      try {
        const response = await fetch(this.statusUrlValue, { headers: { Accept: 'application/json' } });
        const status = await response.json();
        if (!status.drafting) {
          // Load the drafts, unless that would take away what somebody is typing.
          if (!this.textTargets.some((text) => this.isDirty(text))) window.location.reload();
          else this.summaryTarget.innerHTML = status.summary;
          return;
        }
        this.summaryTarget.innerHTML = status.summary;
      } catch {
        // The next look will tell.
      }
      this.timer = setTimeout(() => this.poll(), POLL);
    }
  }

  window.wagtail.app.register('translation-review', TranslationReview);
})();
