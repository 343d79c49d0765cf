import { describe, expect, it } from "vitest";
import { formatCount } from "#app/ui/lists/count.tsx";
import { EmptySearch } from "#app/ui/lists/empty.tsx";
import { BulkBar, FilterChips, Pager, Selection } from "#app/ui/lists/list-parts.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { formatMoney } from "#app/ui/signs/money.tsx";
import { render, tags, text } from "#tests/ui/render.tsx";

type Row = { id: string; name: string; value: number };
const rows: Row[] = Array.from({ length: 50 }, (_, place) => ({
	id: `id-${place}`,
	name: `Lead ${place}`,
	value: place,
}));

function List() {
	return (
		<Selection>
			<Table
				caption="Leads"
				rows={rows}
				rowKey={(row) => row.id}
				select={{ form: "bulk" }}
				name={{ label: "Name", name: (row) => row.name, href: (row) => `/leads/${row.id}` }}
				columns={[
					{
						id: "value",
						label: "Value",
						end: true,
						sort: { href: "?sort=value", now: "ascending" },
						cell: (row) => row.value,
					},
					{ id: "note", label: "Note", phone: false, cell: () => "–" },
				]}
			/>
			<BulkBar form="bulk" action="/leads/bulk">
				<button type="submit" name="act" value="delete">
					Delete
				</button>
			</BulkBar>
		</Selection>
	);
}

describe("a list", () => {
	it("puts the name first, as the row's heading, linked", async () => {
		const html = await render(<List />);
		expect(html).toContain('<th scope="row"><a href="/leads/id-7">Lead 7</a></th>');
		expect(tags(html, "th").filter(({ scope }) => scope === "row")).toHaveLength(50);
	});

	it("can be picked from and acted on without a script: each box names its row and belongs to the form", async () => {
		const html = await render(<List />);
		const boxes = tags(html, "input").filter(({ type }) => type === "checkbox");
		expect(boxes).toHaveLength(50);
		expect(boxes[3]).toMatchObject({ name: "id", value: "id-3", form: "bulk", "aria-label": "Select Lead 3" });
		expect(tags(html, "form")[0]).toMatchObject({ id: "bulk", method: "post", action: "/leads/bulk" });
	});

	it("says how it is sorted, and where a heading leads", async () => {
		const html = await render(<List />);
		expect(tags(html, "th").find((head) => head["aria-sort"])).toMatchObject({
			"aria-sort": "ascending",
			class: "end",
		});
		expect(tags(html, "a").some(({ href }) => href === "?sort=value")).toBe(true);
	});

	it("stays under 250 bytes a row", async () => {
		const body = /<tbody>(.*)<\/tbody>/s.exec(await render(<List />))?.[1] ?? "";
		expect(body.length / rows.length).toBeLessThan(250);
	});

	it("shows names as text, whatever is in them", async () => {
		const html = await render(
			<Table
				caption="Leads"
				rows={[{ id: "1", name: '<img src=x onerror="alert(1)">', value: 1 }]}
				rowKey={(row) => row.id}
				select={{ form: "bulk" }}
				name={{ label: "Name", name: (row) => row.name, href: () => "/leads/1" }}
				columns={[]}
			/>,
		);
		expect(html).not.toContain("<img");
	});
});

describe("around a list", () => {
	it("offers to take each filter away, by name", async () => {
		const html = await render(<FilterChips chips={[{ label: "Location is Oakland", without: "/leads?state=new" }]} />);
		expect(tags(html, "a")[0]).toMatchObject({
			href: "/leads?state=new",
			"aria-label": "Remove filter Location is Oakland",
		});
	});

	it("pages by newer and older, and leaves out what is not there", async () => {
		expect(text(await render(<Pager older="?after=b" />))).not.toContain("Newer");
		expect(text(await render(<Pager newer={null} older={null} />))).not.toContain("Older");
		expect(tags(await render(<Pager newer="?before=a" older="?after=b" />), "a").map(({ rel }) => rel)).toEqual([
			"prev",
			"next",
		]);
	});

	it("offers to clear an empty search", async () => {
		const html = await render(<EmptySearch asked="tacoma 2031" clear="/leads" />);
		expect(text(html)).toContain("Nothing matches “tacoma 2031”");
		expect(tags(html, "a")[0]?.href).toBe("/leads");
	});

	it("counts honestly", () => {
		expect(formatCount(10_000, true)).toBe("10,000+");
		expect(formatCount(10_000)).toBe("10,000");
	});

	it("writes money with its currency and the currency's own digits", () => {
		expect(formatMoney(125_000, "USD")).toBe("$1,250.00");
		expect(formatMoney(5000, "JPY")).toBe("¥5,000");
		expect(formatMoney(1_234, "KWD")).toMatch(/^KWD\s1\.234$/);
		expect(formatMoney(130_000_000, "USD", true)).toBe("$1.3M");
		expect(formatMoney(-550, "EUR")).toBe("-€5.50");
	});
});
