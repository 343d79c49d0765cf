/** A CSV file of contacts, made as it is read. */
export async function* fileOfContacts(rows: number): AsyncGenerator<Buffer> {
	yield Buffer.from("First name,Last name,Email,Phone,City\r\n");
	for (let from = 0; from < rows; from += 1_000) {
		let text = "";
		for (let at = from; at < Math.min(rows, from + 1_000); at++) {
			const phone = `+1206${String(at).padStart(7, "0")}`;
			text += `Ann${at % 977},Miller${at},person${at}@example.test,${phone},Seattle\r\n`;
		}
		yield Buffer.from(text);
	}
}
