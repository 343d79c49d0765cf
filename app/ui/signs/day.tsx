import { Fragment } from "react";
import { readDate } from "#app/base/time.ts";
import { formatDate } from "#app/ui/format-time.ts";

/** A calendar day (`2026-12-10`) as people read it, "Thu 10 Dec 2026", in one line; what is no day stands as it is. */
export function Day({ on }: { on: string }) {
	return (
		<time dateTime={on} className="day">
			{readDate(on) ? formatDate(on) : on}
		</time>
	);
}

const DAYS = /\b(\d{4}-\d\d-\d\d|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]{2} \d{4})\b/;

/** A sentence that the product wrote, its days in one line each; those of old ones ("2026-12-10") in words. */
export function WithDays({ text }: { text: string }) {
	return text.split(DAYS).map((part, index) => {
		const key = `${index} ${part}`;
		if (index % 2 === 0) return <Fragment key={key}>{part}</Fragment>;
		if (/^\d{4}-/.test(part)) return <Day key={key} on={part} />;
		return (
			<span key={key} className="day">
				{part}
			</span>
		);
	});
}
