import { isId } from "#app/base/ids.ts";
import { Notice } from "#app/ui/signs/notice.tsx";

/** The play, or the run and its step, in which something is made. */
export type MadeIn = { playId?: string | undefined; runId?: string | undefined; stepId?: string | undefined };

const PARAMS = { playId: "play", runId: "run", stepId: "step" } as const;
const NAMES = Object.keys(PARAMS) as (keyof MadeIn)[];

/** Where one comes from, of an address; what is no id is left out. */
export function madeInOf(request: Request): MadeIn {
	const query = new URL(request.url).searchParams;
	return Object.fromEntries(
		NAMES.flatMap((name) => {
			const id = query.get(PARAMS[name]);
			return isId(id) ? [[name, id]] : [];
		}),
	);
}

/** An address that knows where one comes from. */
export function withMadeIn(path: string, from: MadeIn): string {
	const known = NAMES.flatMap((name) => (from[name] ? [`${PARAMS[name]}=${from[name]}`] : []));
	return known.length === 0 ? path : `${path}${path.includes("?") ? "&" : "?"}${known.join("&")}`;
}

/** As a form posts it along. */
export function MadeInInputs({ from }: { from: MadeIn }) {
	return NAMES.map((name) => from[name] && <input key={name} type="hidden" name={name} value={from[name]} />);
}

/** Says where what is made here will belong, with the way back. */
export function MadeInNotice({ from }: { from: MadeIn }) {
	if (!from.playId) return null;
	return (
		<Notice>
			What you make here belongs to the play{from.stepId ? "'s step" : ""} that you come from.{" "}
			<a href={`/success/${from.playId}`}>Back to the play</a>
		</Notice>
	);
}
