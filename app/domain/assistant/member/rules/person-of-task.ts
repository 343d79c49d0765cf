const ACT =
	/^(?:call|ring|phone|email|e-mail|mail|text|message|write(?: to)?|meet(?: with)?|visit|see|ask|tell|remind|contact|thank|invoice|answer|chase|update|follow up(?: with| on)?|get back to|check in (?:with|on)|(?:speak|talk) (?:to|with)|reply to|(?:send|give|bring) (?=[\p{L}-]+ (?:an?|the|his|her|their|some)\b))\s+(.+)$/iu;

/** Where a name ends and what it is about begins. */
const AFTER =
	/\s+(?:about|on|at|for|from|to|regarding|re|because|that|and|with|when|if|by|before|after|in|an?|the|his|her|their|some|back|again)\b.*$|[,;:(].*$/iu;

const WORDS = 3;

/**
 * The name, or the address, that a task such as "Call Ann Kramer about the tint" is about; undefined where it names
 * nobody. Whether there is such a person is for the records to say.
 */
export function personOfTask(title: string): string | undefined {
	const rest = ACT.exec(title.trim())?.[1];
	if (!rest || /^(?:about|the|an?|my|our|all|every|everyone|everybody|me|us|them|him|her|it)\b/i.test(rest))
		return undefined;
	const name = rest
		.replace(AFTER, "")
		.replace(/['’]s\b.*$/u, "")
		.replace(/[.!?]+$/, "")
		.trim();
	return name.length >= 2 && name.split(/\s+/).length <= WORDS ? name : undefined;
}
