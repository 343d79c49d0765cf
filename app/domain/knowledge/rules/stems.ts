const STOP_WORDS = new Set(
	`a about above after again all also am an and any are as at be been before being below between both but by can could
	did do does doing down during each few for from further had has have having he her here hers him his how i if in into
	is it its itself just me more most my no nor not now of off on once only or other our ours out over own same she
	should so some such than that the their theirs them then there these they this those through to too under until up
	very was we were what when where which while who whom why will with would you your yours please tell many much`
		.trim()
		.split(/\s+/),
);

/** The words of a text that carry its meaning, stemmed, in order. Accents and case do not matter. */
export function stemsOf(text: string): string[] {
	return wordsOf(text)
		.filter((word) => !STOP_WORDS.has(word))
		.map(stem);
}

/** The words of a text in small letters without accents. */
export function wordsOf(text: string): string[] {
	return (
		text
			.normalize("NFKD")
			.replace(/\p{M}/gu, "")
			.toLowerCase()
			.match(/[\p{L}\p{N}]+/gu) ?? []
	);
}

/** Light stemming of English endings; a word of another language mostly stays as it is. */
export function stem(word: string): string {
	if (word.length < 4 || /\d/.test(word)) return word;
	let stemmed = word;
	if (/(ss|us|is)$/.test(stemmed) === false)
		stemmed = stemmed
			.replace(/ies$/, "y")
			.replace(/(x|ch|sh|ss|z)es$/, "$1")
			.replace(/s$/, "");
	stemmed = stemmed.replace(/(ational|ation|ization|isation)$/, "ate").replace(/(fulness|ousness|iveness)$/, "");
	const shorter = stemmed.replace(/(ingly|edly|ing|ed|ment|ness|ly|able|ible)$/, "");
	if (shorter !== stemmed && shorter.length >= 3 && /[aeiouy]/.test(shorter)) {
		stemmed = shorter.replace(/([bdfgklmnprt])\1$/, "$1");
	}
	return stemmed.length > 4 ? stemmed.replace(/(e|y|i)$/, "") : stemmed;
}
