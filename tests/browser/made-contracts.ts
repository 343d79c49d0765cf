import { expect, vi } from "vitest";

/** Uploads a contract that is read and one that cannot be, and answers where they, and suggestions, are shown. */
export async function makeContractPages(base: string, headers: Record<string, string>): Promise<string[]> {
	const accounts = await fetch(`${base}/api/crm/accounts?limit=1`, { headers });
	const account = (await accounts.json()).data[0].id as string;
	const upload = async (name: string, bytes: string) => {
		const file = new FormData();
		file.append("file", new File([bytes], name, { type: "application/pdf" }));
		const to = `${base}/success/contracts/new?account=${account}`;
		const answer = await fetch(to, { method: "POST", redirect: "manual", headers, body: file });
		expect(answer.status).toBe(303);
		return answer.headers.get("Location")!;
	};
	const read = await upload("pages.pdf", contractPdf());
	const broken = await upload("broken.pdf", "%PDF-1.4 cut off");
	const stateOf = async (url: string) =>
		(await (await fetch(`${base}/api/workflows/contracts/${url.split("/").at(-1)}`, { headers })).json()).state;
	const within = { timeout: 60_000, interval: 500 };
	await vi.waitUntil(async () => (await stateOf(read)) === "done", within);
	await vi.waitUntil(async () => (await stateOf(broken)) === "failed", within);
	return [
		...[broken, `${read}/application`, `/success/contracts/new?account=${account}`],
		`/success/recommendations/new?account=${account}`,
	];
}

/** A PDF of one page, its lines one under the other. */
export function contractPdf(customer = "Harbour Bakery Ltd"): string {
	const lines = [
		`Service agreement between ${customer} and Oak Street Cleaning.`,
		"The contract begins on 1 March 2027 and ends on 29 February 2028.",
		"The annual fee is 12,000 USD. It renews automatically for one year",
		"unless notice of 90 days is given before the end of the term.",
	];
	const drawn = `BT /F1 11 Tf 40 500 Td ${lines.map((line) => `(${line}) Tj 0 -14 Td`).join(" ")} ET`;
	const objects = [
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 600]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		`<</Length ${drawn.length}>>\nstream\n${drawn}\nendstream`,
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	];
	let text = "%PDF-1.4\n";
	const places = objects.map((object, index) => {
		const at = text.length;
		text += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return at;
	});
	const rows = places.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
	return `${text}xref\n0 6\n0000000000 65535 f \n${rows}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`;
}
