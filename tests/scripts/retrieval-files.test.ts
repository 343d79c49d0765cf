import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { judgedQueries, measure, readDocs, readQrels, readQueries } from "../../scripts/bench/retrieval-files.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), "trec-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const keep = (name: string, content: string | Buffer) => {
	const file = path.join(folder, name);
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, content);
	return file;
};

const DOCS = `<DOC>
<DOCNO> FT911-3 </DOCNO>
<PROFILE>_AN-BEOA7AAIFT</PROFILE>
<DATE>910514
</DATE>
<HEADLINE>
FT  14 MAY 91 / International Company News: Contigas plans &amp; more
</HEADLINE>
<TEXT>
CONTIGAS, the German gas group, said it intends to invest DM900m.
<P>The group&apos;s plans are < large.</P>
</TEXT>
<TEXT>A second part.</TEXT>
</DOC>

<DOC>
<DOCNO>1</DOCNO>
<TITLE>experimental investigation</TITLE>
<AUTHOR>brenckman,m.</AUTHOR>
the slipstream of a wing
</DOC>`;

const TOPICS = `
<top>

<num> Number: 051
<title> Topic:  Airbus Subsidies

<desc> Description:
Document will discuss government assistance.

<narr> Narrative:
A relevant document will cite.
</top>

<top>
<num> Number: 302 </num>
<title></title>
<desc> Description:
Is the disease of polio under control?
</desc>
</top>`;

describe("the collections that bench:retrieval reads", () => {
	test("KB-6: TREC's documents are read with number, headline and text, one file or a folder of them", () => {
		keep("disk/ft911_1", DOCS);
		keep("disk/more/fr94.sgml", Buffer.from("<DOC><DOCNO>FR94-1</DOCNO><TEXT>Caf\xe9 au lait</TEXT></DOC>", "latin1"));
		keep("disk/readme.txt", "Nothing of this");
		const docs = readDocs(path.join(folder, "disk"));
		expect(docs.map(({ id }) => id)).toEqual(["FT911-3", "1", "FR94-1"]);
		expect(docs[0]!.title).toBe("FT 14 MAY 91 / International Company News: Contigas plans & more");
		expect(docs[0]!.text).toMatch(/^CONTIGAS, the German[\s\S]*The group's plans are < large\.[\s\S]*A second part\.$/);
		expect(docs[0]!.text).not.toContain("910514");
		expect(docs[1]).toMatchObject({ title: "experimental investigation", text: expect.stringContaining("slipstream") });
		expect(docs[1]!.text).not.toMatch(/<|DOCNO|experimental/);
		expect(docs[2]!.text).toBe("Café au lait");
	});

	test("KB-6: TREC's topics are asked by their titles, and found in the judgements under their number", () => {
		const topics = readQueries(keep("topics.051", TOPICS));
		expect(topics).toEqual([
			{ id: "051", text: "Airbus Subsidies" },
			{ id: "302", text: "Is the disease of polio under control?" },
		]);
		const qrels = readQrels(keep("qrels", "51 0 FT911-3 1\n51 0 1 0\n302 0 1 2\n"));
		const judged = judgedQueries(topics, qrels);
		expect(judged.map(({ id }) => id)).toEqual(["51", "302"]);
		expect(
			measure(
				qrels,
				new Map([
					["51", ["FT911-3"]],
					["302", ["1"]],
				]),
			),
		).toEqual({ ndcg10: 1, map: 1, recall100: 1 });
	});

	test.each<[string, () => unknown, RegExp]>([
		[
			"a document without a number",
			() => readDocs(keep("d", "<DOC><TEXT>x</TEXT></DOC>")),
			/document 1 has no <DOCNO>/,
		],
		[
			"a document without an end",
			() => readDocs(keep("d", `${DOCS}<DOC><DOCNO>2</DOCNO>`)),
			/<DOC> number 3 has no <\/DOC>/,
		],
		["an end that is missing in the middle", () => readDocs(keep("d", DOCS.replace("</DOC>", ""))), /number 1 has no/],
		["the same document twice", () => readDocs(keep("d", DOCS + DOCS)), /the document FT911-3 twice/],
		["a packed file", () => readDocs(keep("d.gz", Buffer.from([0x1f, 0x8b, 8]))), /is packed\. Unpack it first/],
		["a file that is not there", () => readDocs(path.join(folder, "none")), /is not there/],
		["an empty file", () => readDocs(keep("d", "\n")), /holds no document/],
		["prose", () => readDocs(keep("d", "id\ttext\nOnce upon a time")), /line 2 is neither TREC's <DOC>, nor JSON/],
		["broken JSON", () => readDocs(keep("d", '{"id": 1, ')), /line 1 begins like JSON and is none/],
		["a topic without a number", () => readQueries(keep("t", "<top><title>x</top>")), /topic 1 has no <num>/],
		["a topic without a question", () => readQueries(keep("t", "<top><num>5<narr>x</top>")), /topic 5 has neither/],
		["judgements that are none", () => readQrels(keep("q", "1 0 a 1\n1 a good")), /line 2 is no judgement/],
		["files of two collections", () => judgedQueries([{ id: "1", text: "x" }], new Map([["2", 1]])), /belong together/],
	])("KB-6: %s is refused with what is wrong", (_, read, message) => {
		expect(read).toThrow(message);
	});
});
