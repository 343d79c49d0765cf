import { sayInstant } from "#app/base/words/say-time.ts";
import type { ChatAct } from "../schema.ts";

/** What a customer said by pressing a button, as it stands in the thread. */
export function sayAct(act: ChatAct, zone: string): string {
	switch (act.do) {
		case "pick-slot":
		case "pick-move":
			return sayInstant(Date.parse(act.startsAt), zone);
		case "book":
			return "Yes, book it";
		case "move":
			return "Yes, move it";
		case "cancel":
			return "Yes, cancel it";
		case "ask-move":
			return "Move this one";
		case "ask-cancel":
			return "Cancel this one";
		case "ask-times":
			return "See free times";
		case "no":
			return "No";
	}
}
