// The desk's page: hands files over one at a time, asks how the work stands, shows parts that have changed.
"use strict";
const body = document.body.dataset;
const all = (query, root = document) => [...root.querySelectorAll(query)];
const number = new Intl.NumberFormat("vi");

// --- files in

async function sentenceOf(answer) {
  try { return (await answer.json()).sentence || `Lỗi ${answer.status}.`; } catch { return `Lỗi ${answer.status}.`; }
}

async function* filesBelow(entry, folder = "") {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    yield { file, name: folder + file.name };
  } else if (entry.isDirectory) {
    const reader = entry.createReader();
    for (;;) {  // a folder gives its names a hundred at a time
      const entries = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!entries.length) return;
      for (const inner of entries) yield* filesBelow(inner, `${folder}${entry.name}/`);
    }
  }
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
  const plain = [...transfer.files].map((file) => ({ file, name: file.name }));
  if (!entries.length) return plain;
  const found = [];
  for (const entry of entries) for await (const one of filesBelow(entry)) found.push({ ...one, name: entry.isDirectory ? withoutTop(one.name) : one.name });
  return found;
}

const withoutTop = (name) => name.split("/").slice(1).join("/") || name;

function refuse(name, sentence) {
  const item = document.createElement("li");
  const bold = document.createElement("b");
  bold.textContent = name;
  item.append(bold, `: ${sentence}`);
  document.getElementById("khong-nhan").append(item);
}

async function handIn(files) {
  const bar = document.getElementById("dang-nhan");
  document.getElementById("khong-nhan").replaceChildren();
  bar.hidden = false;
  let done = 0;
  for (const { file, name } of files) {
    bar.querySelector(".what").textContent = `${number.format(done + 1)}/${number.format(files.length)}: ${name}`;
    try {
      const answer = await fetch(`${body.upload}?ten=${encodeURIComponent(name)}`, { method: "POST", body: file, headers: { "x-desk": "1" } });
      if (!answer.ok) refuse(name, await sentenceOf(answer));
      else for (const one of await answer.json()) if (one.state === "refused") refuse(one.name, one.sentence);
    } catch {
      refuse(name, "chưa gửi được đến bàn làm việc; tệp đang mở ở chương trình khác, hoặc bàn làm việc đã đóng.");
    }
    bar.querySelector("progress").value = ++done / files.length;
  }
  bar.hidden = true;
  ask();
}

async function checkOne(files) {
  const bar = document.getElementById("dang-nhan"), place = document.getElementById("ket-qua");
  const { file, name } = files[0];
  bar.querySelector(".what").textContent = name;
  bar.hidden = false;
  place.replaceChildren();
  try {
    const address = document.querySelector("[data-check]").value;
    const answer = await fetch(`${address}?ten=${encodeURIComponent(name)}`, { method: "POST", body: file });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...(page.querySelector("main") || page.body).childNodes);
  } catch {
    place.textContent = "Chưa kiểm tra được; bàn làm việc đã đóng, hoặc tệp đang mở ở chương trình khác.";
  }
  bar.hidden = true;
}

const take = (files) => files.length && (body.upload ? handIn(files) : checkOne(files));

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-pick]")) return;
  const files = [...event.target.files].map((file) => ({ file, name: file.webkitRelativePath ? withoutTop(file.webkitRelativePath) : file.name }));
  event.target.value = "";
  take(files);
});

const zone = document.getElementById("tha");
if (zone) {
  document.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) zone.classList.remove("over"); });
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    take(await dropped(event.dataTransfer));
  });
}

// --- how the work stands

let version = body.version, asking = false, lost = false;

function showJob(name, job) {
  for (const place of all(`[data-job="${name}"]`)) {
    place.hidden = !job;
    if (!job) continue;
    const bar = place.querySelector("progress");
    place.querySelector(".what").textContent = job.total ? `${job.what} ${number.format(job.done)}/${number.format(job.total)}` : job.what;
    if (job.total) bar.value = job.done / job.total; else bar.removeAttribute("value");
  }
}

async function renew() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const fresh of all("[data-live]", page)) {
    const old = document.querySelector(`[data-live="${fresh.dataset.live}"]`);
    if (!old) { location.reload(); return; }
    const isBusy = old.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
    if (isBusy || old.innerHTML === fresh.innerHTML) continue;
    const open = new Set(all("details[open]", old).map((one) => one.className + one.querySelector("summary").textContent.replace(/\d+/g, "")));
    old.replaceChildren(...fresh.childNodes);
    for (const one of all("details", old)) if (open.has(one.className + one.querySelector("summary").textContent.replace(/\d+/g, ""))) one.open = true;
  }
  if (all("[data-live]").some((old) => !page.querySelector(`[data-live="${old.dataset.live}"]`))) location.reload();
  return page.body.dataset.version;
}

async function ask() {
  if (!body.state || asking) return;
  asking = true;
  try {
    const answer = await fetch(body.state);
    if (!answer.ok) throw new Error(answer.status);
    const state = await answer.json();
    if (String(state.version) !== version) version = (await renew()) || version;
    for (const [name, job] of Object.entries(state.jobs)) showJob(name, job);
    if (lost) { lost = false; document.querySelector(".lost")?.remove(); }
  } catch {
    if (!lost) {
      lost = true;
      const note = document.createElement("p");
      note.className = "note alarm lost";
      note.setAttribute("role", "alert");
      note.textContent = "Bàn làm việc đã đóng. Không có gì bị mất: hãy khởi động lại rồi mở bằng địa chỉ mới.";
      document.getElementById("noi-dung").prepend(note);
    }
  }
  asking = false;
}

if (body.state) setInterval(ask, 1000);

// --- a chart into the clipboard

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const said = button.firstChild;
  try {
    const picture = fetch(button.dataset.copy).then((answer) => answer.blob());
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
    said.textContent = "Đã chép";
  } catch {
    said.textContent = "Trình duyệt không cho chép; hãy tải PNG";
  }
});
