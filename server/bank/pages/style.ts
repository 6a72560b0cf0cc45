/** The bank's own look: ink on paper, one seal colour; light and dark by the reader's setting. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#f6f4ef;--card:#fffdf9;--ink:#1d2430;--soft:#5b6472;--rule:#dcd6c8;--seal:#7a1f2b;--on-seal:#fff;--bad:#9b1c1c;--bad-paper:#fbeceb;--note:#eef1e6;--field:#fff;--field-rule:#8a8578}
@media (prefers-color-scheme:dark){:root{--paper:#14171c;--card:#1c2027;--ink:#ebe7dd;--soft:#a9adb5;--rule:#363b45;--seal:#e3a3a8;--on-seal:#2a0d12;--bad:#f3a9a4;--bad-paper:#3a1c1e;--note:#252b22;--field:#14171c;--field-rule:#7d828c}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
.ribbon{background:var(--note);color:var(--ink);text-align:center;padding:.4rem 1rem;font-size:.875rem;border-bottom:1px solid var(--rule)}
header,main,footer{max-width:34rem;margin:0 auto;padding:0 1rem}
header{display:flex;align-items:center;gap:.75rem;padding-top:1.5rem;padding-bottom:1rem}
.mark{width:2.5rem;height:2.5rem;border-radius:6px;background:var(--seal);color:var(--on-seal);display:grid;place-items:center;font-weight:700;font-size:1.25rem}
header p{margin:0;line-height:1.3}header small{color:var(--soft)}
main{background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:1.5rem;margin-bottom:1rem}
@media (max-width:36rem){main{border-radius:0;border-left:0;border-right:0}}
h1{font-size:1.375rem;line-height:1.3;margin:0 0 .25rem}.lead{color:var(--soft);margin:0 0 1rem}
dl{margin:0 0 1.25rem;border-top:1px solid var(--rule)}dl div{display:flex;justify-content:space-between;gap:1rem;padding:.5rem 0;border-bottom:1px solid var(--rule)}
dt{color:var(--soft);flex:none;max-width:50%}dd{margin:0;text-align:right;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}dd.strong{font-weight:700;font-size:1.125rem}
.field{margin-bottom:1rem}label{display:block;font-weight:600;margin-bottom:.25rem}.hint{color:var(--soft);font-size:.875rem;margin:.25rem 0 0}
input[type=text],input[type=password]{width:100%;font:inherit;padding:.6rem .75rem;color:var(--ink);background:var(--field);border:1px solid var(--field-rule);border-radius:6px;min-height:2.75rem}
input[aria-invalid=true]{border-color:var(--bad);border-width:2px}.error{color:var(--bad);margin:.25rem 0 0;font-weight:600}
.row{display:flex;gap:.5rem}.row input{flex:1;min-width:0}.agree{display:flex;gap:.5rem;align-items:flex-start}.agree input{width:1.25rem;height:1.25rem;margin:.2rem 0 0}.agree label{font-weight:400;margin:0}
button{font:inherit;min-height:2.75rem;padding:.55rem 1.1rem;border-radius:6px;border:1px solid var(--field-rule);background:transparent;color:var(--ink);cursor:pointer}
button.main{background:var(--seal);border-color:var(--seal);color:var(--on-seal);font-weight:700;width:100%}
button:focus-visible,input:focus-visible,a:focus-visible{outline:3px solid var(--seal);outline-offset:2px}
.actions{display:grid;gap:.75rem;margin-top:1.25rem}.actions button:not(.main){width:100%}
.notice{background:var(--note);border:1px solid var(--rule);border-radius:6px;padding:.75rem 1rem;margin-bottom:1rem;display:flex;gap:1rem;align-items:center;justify-content:space-between}
.notice p{margin:0}.alert{background:var(--bad-paper);border:1px solid var(--bad);color:var(--ink);border-radius:6px;padding:.75rem 1rem;margin-bottom:1rem}
.alert p{margin:0}code{font-family:ui-monospace,monospace;font-size:.9em;overflow-wrap:anywhere}footer{color:var(--soft);font-size:.8125rem;padding-bottom:2rem}
`;
