import { html } from 'hono/html';
import type { Language, Phrase } from './language.ts';
import type { Markup } from './layout.ts';
import type { FormErrors, FormValues, PageInput, PageView } from './page-operation.ts';

/** In the simulator every message carries this code, and the page says so. */
export const SMS_CODE = '888888';

const WORDS = {
  send: { zh: '获取短信验证码', en: 'Send the code by SMS' },
  sent: {
    zh: `短信验证码已发送（模拟）：${SMS_CODE}`,
    en: `The code has been sent by (simulated) SMS: ${SMS_CODE}`,
  },
  dismiss: { zh: '我知道了', en: 'OK' },
  cancel: { zh: '取消并返回平台', en: 'Cancel and go back' },
  mistakes: { zh: '请更正以下内容：', en: 'Please correct the following:' },
} as const satisfies Record<string, Phrase>;

export type FormState = {
  formNumber: number;
  values: FormValues;
  errors: FormErrors;
  /** A refusal of the whole, not of one field. */
  refusal?: string;
  smsNotice: boolean;
  /** Seconds until the page expires. */
  secondsLeft: number;
};

function attributes(input: PageInput, state: FormState): Markup {
  const described = [input.hint && `${input.name}-hint`, state.errors[input.name] && `${input.name}-error`].filter(
    Boolean,
  );
  return html`id="${input.name}" name="${input.name}"${described.length > 0 ? html` aria-describedby="${described.join(' ')}"` : ''}${state.errors[input.name] ? html` aria-invalid="true"` : ''}${input.autocomplete ? html` autocomplete="${input.autocomplete}"` : ''}${input.numeric ? html` inputmode="numeric"` : ''}`;
}

function below(input: PageInput, state: FormState, language: Language): Markup {
  const error = state.errors[input.name];
  return html`${input.hint ? html`<p class="hint" id="${input.name}-hint">${input.hint[language]}</p>` : ''}${error ? html`<p class="error" id="${input.name}-error">${error[language]}</p>` : ''}`;
}

function field(input: PageInput, state: FormState, language: Language): Markup {
  const label = html`<label for="${input.name}">${input.label[language]}</label>`;
  const tail = below(input, state, language);
  switch (input.kind) {
    case 'agree':
      return html`<div class="field"><div class="agree"><input type="checkbox" value="on" ${attributes(input, state)}${state.values[input.name] ? html` checked` : ''}>${label}</div>${tail}</div>`;
    case 'sms':
      return html`<div class="field">${label}<div class="row"><input type="text" ${attributes(input, state)} value="${state.values[input.name] ?? ''}"><button type="submit" id="sendSmsVerify" name="action" value="send-sms" formnovalidate>${WORDS.send[language]}</button></div>${tail}</div>`;
    case 'password':
      return html`<div class="field">${label}<input type="password" ${attributes(input, state)}>${tail}</div>`;
    default:
      return html`<div class="field">${label}<input type="text" ${attributes(input, state)} value="${state.values[input.name] ?? input.value ?? ''}">${tail}</div>`;
  }
}

function problems(view: PageView, state: FormState, language: Language): Markup {
  const wrong = view.inputs.filter((input) => state.errors[input.name]);
  if (!state.refusal && wrong.length === 0) return html``;
  return html`<div class="alert" role="alert">${state.refusal ? html`<p><strong>${state.refusal}</strong></p>` : ''}${wrong.length > 0 ? html`<p>${WORDS.mistakes[language]} ${wrong.map((input) => input.label[language]).join(language === 'zh' ? '、' : ', ')}</p>` : ''}</div>`;
}

const countdownWords = (seconds: number): Phrase => {
  const minutes = Math.max(1, Math.round(seconds / 60));
  return {
    zh: `本页面将在约 ${minutes} 分钟后失效。`,
    en: `This page expires in about ${minutes} minute${minutes === 1 ? '' : 's'}.`,
  };
};

/** The form of a customer's page: what is asked for, what must be filled in, and two ways out. */
export const formBody = (view: PageView, state: FormState, language: Language): Markup =>
  html`<h1>${view.title[language]}</h1><p class="lead">${view.lead[language]}</p>
${problems(view, state, language)}
<form method="post" novalidate><input type="hidden" name="formNumber" value="${String(state.formNumber)}">
<button type="submit" name="action" value="submit" hidden tabindex="-1" aria-hidden="true"></button>
${state.smsNotice ? html`<div class="notice" role="status"><p>${WORDS.sent[language]}</p><button type="submit" class="submitBtn-2" name="action" value="dismiss" formnovalidate>${WORDS.dismiss[language]}</button></div>` : ''}
<dl>${view.facts.map((fact) => html`<div><dt>${fact.label[language]}</dt><dd${fact.strong ? html` class="strong"` : ''}>${typeof fact.value === 'string' ? fact.value : fact.value[language]}</dd></div>`)}</dl>
${view.inputs.map((input) => field(input, state, language))}
<p class="hint" id="countdown" data-seconds="${String(state.secondsLeft)}">${countdownWords(state.secondsLeft)[language]}</p>
<div class="actions"><button class="main" type="submit" id="nextButton" name="action" value="submit">${view.submit[language]}</button>
<button type="submit" name="action" value="cancel" formnovalidate>${WORDS.cancel[language]}</button></div></form>`;

/** Dismisses the notice without a round trip, and refuses a second click while the first is under way. */
export const FORM_SCRIPT = `
document.querySelector('.submitBtn-2')?.addEventListener('click',function(e){e.preventDefault();this.closest('.notice').remove()});
document.querySelector('form').addEventListener('submit',function(e){if(this.dataset.sent){e.preventDefault();return}this.dataset.sent='1'});
addEventListener('pageshow',function(e){delete document.querySelector('form').dataset.sent});
(function(){var p=document.getElementById('countdown'),end=Date.now()+p.dataset.seconds*1000,zh=document.documentElement.lang[0]==='z';
setInterval(function(){var s=Math.max(0,Math.round((end-Date.now())/1000)),t=Math.floor(s/60)+':'+String(s%60).padStart(2,'0');p.textContent=zh?'本页面将在 '+t+' 后失效。':'This page expires in '+t+'.'},1000)})();
`;
