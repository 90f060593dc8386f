"""Whether a Word document, by whomever it was written, has the form of Nghị định 30/2020/NĐ-CP."""
