import { expect, test } from "vitest";
import { isSafeAddress } from "./attributes.ts";
import { type Child, storedHtml } from "./html.ts";
import { jsx } from "./jsx-runtime.ts";

const Greeting = ({ name }: { readonly name: string }) => <p title={name}>Hello, {name}</p>;

test("text and attributes are escaped, elements are not escaped twice", () => {
  const name = `<script>alert("1" & '2')</script>`;
  expect(String(<Greeting name={name} />)).toBe(
    '<p title="&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;">' +
      "Hello, &lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;</p>",
  );
});

test("lists, numbers, nothing and fragments show what they mean", () => {
  const shown = (
    <>
      {[1, 2].map((number) => (
        <li>{number}</li>
      ))}
      {null}
      {undefined}
      {false}
      {storedHtml("<em>kept</em>")}
      <input type="text" name="a" required disabled={false} />
    </>
  );
  expect(String(shown)).toBe('<li>1</li><li>2</li><em>kept</em><input type="text" name="a" required>');
});

test.each(["onclick", "onLoad", "style", "srcdoc", "STYLE", 'a"b', "a b"])("the attribute %s is refused", (name) => {
  expect(() => jsx("p", { [name]: "x" })).toThrow("not allowed");
});

test.each(["style", "iframe", "object", "base", "scr ipt", "img/src", "P"])("the element %s is refused", (tag) => {
  expect(() => jsx(tag, {})).toThrow("not allowed");
});

test.each([
  "javascript:alert(1)",
  " java\nscript:alert(1)",
  "JAVASCRIPT:x",
  "data:text/html,x",
  "vbscript:x",
  "\u0001javascript:x",
])("the address %j is refused", (address) => {
  expect(isSafeAddress(address)).toBe(false);
  expect(() => <a href={address}>x</a>).toThrow("unsafe address");
});

test.each(["/p/abc", "#top", "?before=x", "https://example.org/a:b", "mailto:a@example.org", "page", "a/b:c", ""])(
  "the address %j is allowed",
  (address) => {
    expect(isSafeAddress(address)).toBe(true);
  },
);

test("objects that are not markup never reach a page", () => {
  const forged = { toString: () => "<script>" } as unknown as Child;
  expect(() => <p>{forged}</p>).toThrow("Only text");
});
