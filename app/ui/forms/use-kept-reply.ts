import { useLocation } from "@remix-run/react";
import { useState } from "react";

/**
 * What an action answered, until the next step. Remix forgets it with the next refresh of the page's data, and a live
 * refresh comes at any time: the errors and both sides of a conflict have to stay beside what was typed.
 */
export function useKeptReply<Reply>(reply: Reply): Reply {
	const { key } = useLocation();
	const [kept, keep] = useState({ key, reply });
	const isNew = kept.key !== key || (reply !== undefined && reply !== kept.reply);
	if (isNew) keep({ key, reply });
	return isNew ? reply : kept.reply;
}
