"use strict";
(() => {
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const list = $("list");
  const form = $("filters");
  const entries = JSON.parse($("entries").textContent);
  const blockSize = JSON.parse($("block-size").textContent);
  const rank = new Map(entries.map((entry, position) => [entry.id, position]));
  const cards = [...list.children]; // by rank; those further down follow

  const unpack = async (packed) => {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(plain).json();
  };

  let pieces = null;
  const whole = async (short) => {
    pieces ??= unpack($("pieces").textContent);
    const known = await pieces;
    return short.replace(/<(\d+)>/g, (mark, number) => known[number]);
  };

  // The rest of the list, added piece by piece so that the page answers meanwhile.
  const addLater = async () => {
    for (const block of document.querySelectorAll(".later-cards")) {
      const holder = document.createElement("template");
      holder.innerHTML = await whole((await unpack(block.textContent)).join(""));
      cards.push(...holder.content.children);
      list.append(holder.content);
      await new Promise((done) => setTimeout(done));
    }
  };
  const allCards = new Promise((done) => setTimeout(() => done(addLater())));

  // --- one incident -------------------------------------------------------------------------

  const blocks = document.getElementsByClassName("block");
  const bodyOf = async (position) => {
    const block = await unpack(blocks[Math.floor(position / blockSize)].textContent);
    return whole(block[position % blockSize]);
  };

  const open = async (position) => {
    const card = cards[position];
    const body = card.querySelector(".body");
    card.querySelector(".open").setAttribute("aria-expanded", "true");
    card.classList.add("is-open");
    body.hidden = false;
    if (body.childElementCount) return;
    body.replaceChildren($("loading").content.cloneNode(true));
    try {
      body.innerHTML = await bodyOf(position);
      for (const mark of body.querySelectorAll("mark[data-at]")) {
        mark.id = `${mark.closest(".claim").id}.${mark.dataset.at}`;
        mark.tabIndex = -1;
      }
    } catch (error) {
      body.replaceChildren($("failed").content.cloneNode(true));
      throw error;
    }
  };

  const close = (card) => {
    card.querySelector(".open").setAttribute("aria-expanded", "false");
    card.classList.remove("is-open");
    card.querySelector(".body").hidden = true;
  };

  const shown = () => cards.map((card, position) => position).filter((position) => !cards[position].hidden);

  list.addEventListener("click", (event) => {
    const button = event.target.closest(".open, .shut");
    if (!button) return;
    const card = button.closest(".card");
    if (!card.classList.contains("is-open")) return open(rank.get(card.id));
    close(card);
    if (button.matches(".open")) return;
    card.scrollIntoView({ block: "nearest" });
    card.querySelector(".open").focus();
  });
  list.addEventListener("change", (event) => {
    if (!event.target.matches(".rows-in-conflict")) return;
    const part = event.target.closest(".part");
    part.classList.toggle("only-conflicts", event.target.checked);
  });
  $("open-all").addEventListener("click", () => allCards.then(() => shown().forEach(open)));
  $("close-all").addEventListener("click", () => cards.forEach(close));

  // An address such as #i-1.c-2.30 opens the incident i-1 and leads to the marked words in it.
  const follow = async () => {
    const target = decodeURIComponent(location.hash.slice(1));
    const position = rank.get(target) ?? rank.get(target.split(".")[0]);
    if (position === undefined) return;
    await allCards;
    cards[position].hidden = false;
    await open(position);
    const place = $(target);
    if (!place) return;
    const show = () => place.scrollIntoView({ block: place.matches(".claim, mark") ? "center" : "start" });
    show();
    // Cards that come into view on the way take their true height only then.
    requestAnimationFrame(() => requestAnimationFrame(show));
    if (place.tabIndex === -1) place.focus({ preventScroll: true });
  };
  addEventListener("hashchange", follow);

  // --- filters and order --------------------------------------------------------------------

  // Spellings of one Arabic word that a reader would not tell apart when searching.
  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(/[\p{M}\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]/gu, "")
      .replace(/[\u0622\u0623\u0625\u0671]/g, "\u0627")
      .replace(/[\u0649\u06cc]/g, "\u064a")
      .replace(/\u0629/g, "\u0647")
      .replace(/[\u0660-\u0669]/g, (digit) => digit.charCodeAt(0) - 0x660)
      .toLowerCase();

  const said = ({ dataset }) => `${dataset.ar} ${dataset.en}`;
  const namesIn = (select) => new Map([...select.options].map((one) => [one.value, said(one)]));
  const [outletNames, placeNames] = [namesIn($("outlet")), namesIn($("place"))];
  const wordsOf = ({ id, aliases, place, outlets }) =>
    [id, aliases, place && placeNames.get(place), ...outlets.map((one) => outletNames.get(one))].join(" ");
  let haystacks = entries.map((entry) => fold(wordsOf(entry)));
  let reading = null;
  const readTexts = () => {
    reading ??= unpack($("searched").textContent).then((texts) => {
      haystacks = haystacks.map((words, position) => `${words} ${fold(texts[position])}`);
    });
    return reading;
  };

  const orders = {
    severity: () => 0,
    newest: (a, b) => b.from.localeCompare(a.from),
    oldest: (a, b) => (a.from || "~").localeCompare(b.from || "~"),
    outlets: (a, b) => b.outlets.length - a.outlets.length,
  };

  const filter = async () => {
    const wanted = new FormData(form);
    const words = fold(wanted.get("search")).split(/\s+/).filter(Boolean);
    await allCards;
    if (words.length) await readTexts();
    let count = 0;
    entries.forEach((entry, position) => {
      const fits =
        (!wanted.has("conflicts") || entry.conflict) &&
        (!wanted.has("unattributed") || entry.unattributed) &&
        (!wanted.get("outlet") || entry.outlets.includes(wanted.get("outlet"))) &&
        (!wanted.get("place") || entry.place === wanted.get("place")) &&
        (!wanted.get("from") || entry.to >= wanted.get("from")) &&
        (!wanted.get("to") || (entry.from && entry.from <= wanted.get("to"))) &&
        words.every((word) => haystacks[position].includes(word));
      cards[position].hidden = !fits;
      count += fits;
    });
    $("shown").textContent = count;
    $("nothing").hidden = count > 0;
  };

  const order = async () => {
    await allCards;
    const compare = orders[$("sort").value];
    const sorted = [...entries].sort((a, b) => compare(a, b) || rank.get(a.id) - rank.get(b.id));
    list.append(...sorted.map((entry) => cards[rank.get(entry.id)]));
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  $("sort").addEventListener("change", order);
  form.addEventListener("reset", () => setTimeout(() => { order(); filter(); }));

  // --- language and theme -------------------------------------------------------------------

  $("language").addEventListener("click", () => {
    const lang = root.lang === "ar" ? "en" : "ar";
    root.lang = lang;
    root.dir = lang === "ar" ? "rtl" : "ltr";
    for (const option of document.querySelectorAll("option[data-ar]")) option.textContent = option.dataset[lang];
    document.title = document.querySelector(`h1 [lang=${lang}]`).textContent;
  });
  $("theme").addEventListener("click", () => {
    const dark = getComputedStyle(root).colorScheme === "dark" ||
      (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
    root.dataset.theme = dark ? "light" : "dark";
  });

  follow();
})();
