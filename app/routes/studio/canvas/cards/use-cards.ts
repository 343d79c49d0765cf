import { useMemo, useRef } from "react";
import { CardMaker, type Drawn } from "./to-cards.ts";

/** The cards of a drawing; one that did not change keeps its object. */
export function useCards({ graph, types, checked, problems, runs }: Drawn) {
	const maker = useRef<CardMaker>();
	maker.current ??= new CardMaker();
	const mine = maker.current;
	return useMemo(
		() => mine.make({ graph, types, checked, problems, runs }),
		[mine, graph, types, checked, problems, runs],
	);
}
