import pg from "pg";
const q = pg.Client.prototype.query; let n=0; const seen=new Map();
pg.Client.prototype.query = function (s, ...r) { const t = s?.text ?? s; const name = s?.name ?? ""; if (typeof t === "string" && !/^hot/.test(name)) { const k=t.slice(0,150); seen.set(k,(seen.get(k)??0)+1); if (seen.get(k)===1) process.stderr.write(`[[${process.argv[1].split("/").slice(-2).join("/")} ${process.uptime().toFixed(1)}s]] ${name} ${t.replace(/\s+/g," ").slice(0,220)}\n`);} return q.call(this, s, ...r); };
process.on("SIGTERM",()=>{ for (const [k,v] of seen) process.stderr.write(`   ${v} × ${k.replace(/\s+/g," ").slice(0,110)}\n`); });
