import type { ActionFunctionArgs } from "@remix-run/node";
import { redirect } from "@remix-run/node";
import { streamRecommendations } from "#app/doors/recommendations.ts";

export const loader = () => redirect("/success");

/** What to do next as it is written, as server-sent events; a post, since it keeps what it makes. */
export const action = (args: ActionFunctionArgs) => streamRecommendations(args);
