/**
 * Whether demo mode may write to an address (LEAD-9). The list is what DEMO_ALLOWED holds: addresses, numbers in
 * international form, and whole domains as `@firm.test`, parted by commas or spaces. An empty list allows nobody.
 */
export function isOnDemoList(list: string, address: string): boolean {
	const wanted = plain(address);
	const domain = wanted.includes("@") ? wanted.slice(wanted.lastIndexOf("@")) : null;
	return list
		.split(/[\s,;]+/)
		.map(plain)
		.some((entry) => entry !== "" && (entry === wanted || entry === domain));
}

function plain(text: string): string {
	const trimmed = text.trim().toLowerCase();
	return /^\+[\d().-]+$/.test(trimmed) ? trimmed.replace(/[().-]/g, "") : trimmed;
}
