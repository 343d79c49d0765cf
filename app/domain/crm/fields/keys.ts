// Columns of lists and files, and names that every object has: a key that is one of them would be read as that.
const TAKEN = new Set([
	"id",
	"name",
	"version",
	"tags",
	"constructor",
	"prototype",
	"hasownproperty",
	"tostring",
	"valueof",
]);

/** A key for a field: its label in small letters, digits and underscores; numbered where that is taken. */
export function keyFrom(label: string, known: ReadonlySet<string>): string {
	const plain = label
		.normalize("NFKD")
		.replaceAll(/\p{M}/gu, "")
		.toLowerCase()
		.replaceAll("ß", "ss")
		.replaceAll(/[^a-z0-9]+/g, "_")
		.replaceAll(/^[^a-z]+|_+$/g, "")
		.slice(0, 50)
		.replace(/_+$/, "");
	const base = plain === "" || TAKEN.has(plain) ? `${plain}_field`.replace(/^_/, "") : plain;
	for (let number = 1; ; number += 1) {
		const key = number === 1 ? base : `${base}_${number}`;
		if (!known.has(key)) return key;
	}
}
