import type { ActionFunctionArgs } from "@remix-run/node";
import { insightAction } from "./insight-door.ts";

export const action = (args: ActionFunctionArgs) => insightAction(args, "account");
