import { describe, expect, it } from "vitest";
import { NonceProvider } from "#app/ui/frame/nonce.tsx";
import { PublicFrame } from "#app/ui/frame/public-frame.tsx";
import { Gallery, galleryViews } from "#app/ui/gallery.tsx";
import { render, tags, text } from "#tests/ui/render.tsx";

describe.each(galleryViews)("the page %s", (view) => {
	const page = () => render(<Gallery view={view} />, "/leads");

	it("has one main part, one first heading and a way past the navigation", async () => {
		const html = await page();
		expect(tags(html, "main")).toHaveLength(1);
		expect(tags(html, "h1").length).toBeGreaterThanOrEqual(1);
		expect(tags(html, "a")[0]).toMatchObject({ class: "skip-link", href: "#main" });
		expect(tags(html, "main")[0]?.id).toBe("main");
	});

	it("carries no style attribute and no inline handler, which the policy would refuse", async () => {
		for (const tag of tags(await page()))
			expect(Object.keys(tag).filter((name) => name === "style" || /^on[a-z]/i.test(name))).toEqual([]);
	});

	it("uses each id once, and points to none that is missing", async () => {
		const all = tags(await page());
		const ids = all.flatMap(({ id }) => (id ? [id] : []));
		expect(ids.filter((id, place) => ids.indexOf(id) !== place)).toEqual([]);
		const pointers = all.flatMap((tag) => [tag.for, ...(tag["aria-describedby"]?.split(" ") ?? [])]).filter(Boolean);
		for (const pointer of pointers) expect(ids).toContain(pointer);
	});

	it("names every control and every button", async () => {
		const html = await page();
		const labelled = new Set(tags(html, "label").map((label) => label.for));
		for (const control of tags(html, "input|select|textarea").filter(({ type }) => type !== "hidden"))
			expect(labelled.has(control.id) || control["aria-label"], JSON.stringify(control)).toBeTruthy();
		for (const [whole, inside] of html.matchAll(/<button[^>]*>(.*?)<\/button>/gs))
			expect(text(inside ?? "").replaceAll("|", "") || /aria-label="[^"]+"/.test(whole)).toBeTruthy();
	});
});

describe("the frame", () => {
	it("marks the area one is in, and has five places and a menu on a phone", async () => {
		const html = await render(<Gallery view="list" />, "/leads/1");
		const current = tags(html, "a").filter((link) => link["aria-current"] === "page" && link.class === "nav-link");
		expect(current.map(({ href }) => href)).toEqual(["/leads"]);
		const bar = html.slice(html.indexOf('class="frame-bar"'));
		expect(tags(bar, "a").filter((link) => link.class === "bar-link")).toHaveLength(5);
		expect(tags(bar, "details")).toHaveLength(1);
	});

	it("links to the plain twin of the command menu", async () => {
		const html = await render(<Gallery view="list" />, "/leads");
		expect(tags(html, "a").find((link) => link["data-opens"] === "command-menu")?.href).toBe("/menu");
	});
});

describe("a time", () => {
	it("keeps the exact instant with its zone beside the relative words", async () => {
		const html = await render(<Gallery view="record" />, "/leads");
		expect(html).toContain('dateTime="2026-11-21T17:52:00Z" title="Sat 21 Nov, 9:52 am PST">8 min ago</time>');
	});
});

describe("a public page", () => {
	const framed = (color: string) =>
		render(
			<NonceProvider nonce="n0nce">
				<PublicFrame org={{ name: "Harbor", color }} title="Book">
					Hello
				</PublicFrame>
			</NonceProvider>,
		);

	it("carries the organisation's colour in a style element with the nonce", async () => {
		expect(await framed("#e8622c")).toContain('<style nonce="n0nce">.public{--brand:#e8622c;--brand-ink:#000000;');
	});

	it("takes nothing into the stylesheet that is not a colour", async () => {
		expect(await framed("red}body{display:none")).not.toContain("<style");
		expect(await framed("</style><script>")).not.toContain("<script");
	});
});
