import { afterAll } from "vitest";
import { closeTestHouses } from "./house.ts";

// Set up for each file, however many one process takes: what a file opened is closed before the next begins.
afterAll(closeTestHouses);
