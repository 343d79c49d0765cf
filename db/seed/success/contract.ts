import { createHash } from "node:crypto";
import { addDays, DAY, dateAt } from "#app/base/time.ts";
import { analyseByRules } from "#app/domain/artifacts/contract/analyse-by-rules.ts";
import { ContractAnalysis } from "#app/domain/artifacts/contract/content.ts";
import { shiftDay } from "#app/domain/artifacts/contract/finding/periods.ts";
import type { Ctx } from "#db/context.ts";
import { DEMO_ORG } from "../people.ts";
import { seedId } from "../seed-id.ts";
import { contractPages } from "./contract-content.ts";
import { type PdfLine, plainPdf } from "./plain-pdf.ts";

/** The account whose contract is there: the first of the queue. */
const ACCOUNT = "summit";
const NAME = "Care agreement Summit Auto Group.pdf";
/** As many letters as fit into a line of the page. */
const LINE = 88;

/** A contract as it is kept: its bytes, and what the rules find in it on a day. */
export function demoContract(firstAt: Date, { renewalOn, arrCents }: { renewalOn: string; arrCents: number }) {
	const today = dateAt(firstAt.getTime(), "America/Los_Angeles");
	const startsOn = addDays(shiftDay(renewalOn, { count: 2, unit: "years" }, -1), 1);
	const pages = contractPages({ startsOn, endsOn: renewalOn, arrCents });
	const analysis = analyseByRules(
		pages.map((paragraphs, at) => ({ page: at + 1, text: paragraphs.join("\n") })),
		today,
	);
	return { bytes: plainPdf(pages.map(linesOf)), pages: pages.length, analysis };
}

/** The contract of the account that heads the queue, as if it had been uploaded and read: the versions of its artifact. */
export async function seedContract({ db }: Ctx, firstAt: Date) {
	const accountId = seedId(`account ${ACCOUNT}`);
	const { renewal_on, arr_cents } = await db
		.selectFrom("accounts")
		.select(["renewal_on", "arr_cents"])
		.where("id", "=", accountId)
		.executeTakeFirstOrThrow();
	const { bytes, pages, analysis } = demoContract(firstAt, { renewalOn: renewal_on!, arrCents: arr_cents });
	const at = new Date(firstAt.getTime() - 12 * DAY);
	const [id, fileId] = [seedId(`contract file ${ACCOUNT}`, at), seedId(`contract bytes ${ACCOUNT}`)];
	const sha256 = createHash("sha256").update(bytes).digest();
	const file = { org_id: DEMO_ORG, name: NAME, sha256, size: bytes.length, created_at: at };
	await db
		.insertInto("files")
		.values({ ...file, id: fileId, media_type: "application/octet-stream" })
		.execute();
	await db.insertInto("file_chunks").values({ org_id: DEMO_ORG, file_id: fileId, position: 0, bytes }).execute();
	const empty = ContractAnalysis.parse({ contractId: id, file: NAME, by: "rules" });
	return {
		artifact: {
			...{ account: ACCOUNT, kind: "contract_analysis", title: "Care agreement", by: "Milo Brandt", daysAgo: 12 },
			versions: [
				{ note: "", content: empty },
				{ note: `Read from ${NAME}`, content: { ...empty, ...analysis } },
			],
		},
		/** Once its artifact is there. */
		keep: (artifactId: string) =>
			db
				.insertInto("contract_files")
				.values({
					...{
						...file,
						id,
						account_id: accountId,
						artifact_id: artifactId,
						file_id: fileId,
						created_by: "Milo Brandt",
					},
					...{ state: "done", kind: "pdf", pages, version: 2, read_at: new Date(at.getTime() + 20_000) },
				})
				.execute(),
	};
}

/** Paragraphs as lines of a page, the first a title where it is in capitals. */
function linesOf(paragraphs: readonly string[]): PdfLine[] {
	return paragraphs.flatMap((text) => {
		if (text === text.toUpperCase()) return [{ text, size: 15 }, { text: "" }];
		const lines: string[] = [];
		for (const word of text.split(" ")) {
			const last = lines.at(-1);
			if (last !== undefined && last.length + word.length < LINE) lines[lines.length - 1] = `${last} ${word}`;
			else lines.push(word);
		}
		return [...lines.map((line) => ({ text: line })), { text: "" }];
	});
}
