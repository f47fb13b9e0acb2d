// A process that takes the start lock of a database and keeps it until it is killed.
import { connect } from "../../src/store/open.ts";
import { withMysqlLock, withSqliteLock } from "../../src/store/start-lock.ts";

const url = process.argv[2] as string;
const hold = async (): Promise<void> => {
  console.log("held");
  await new Promise((done) => setTimeout(done, 600_000));
};
const { dialect, writer } = await connect(url);
await (dialect === "sqlite" ? withSqliteLock(url, hold) : withMysqlLock(writer, hold));

export {};
