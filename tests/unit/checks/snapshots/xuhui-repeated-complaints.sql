-- always to today
WITH "t1" AS (
  SELECT
    "t0"."complaint",
    "t0"."complaint_id",
    "t0"."unit_id",
    "t0"."problem",
    "t0"."received_at",
    "t0"."received_day"
  FROM "rows" AS "t0"
  WHERE
    "t0"."received_day" <= 19904 AND "t0"."problem" IS NOT NULL AND TRUE
)
SELECT
  "t8"."unit_id",
  CAST(NULL AS TEXT) AS "officer_id",
  CAST(NULL AS TEXT) AS "case_id",
  "t8"."complaint_id",
  "t8"."received_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  CAST(3 AS DECIMAL(18, 4)) AS "measured",
  CAST(3 AS DECIMAL(18, 4)) AS "limit",
  'problem' AS "what",
  "t8"."opened_at" AS "from_at",
  "t8"."received_at" AS "to_at",
  "t8"."opened_id" AS "related",
  CAST("t8"."number" AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t7"."complaint",
    "t7"."complaint_id",
    "t7"."unit_id",
    "t7"."problem",
    "t7"."received_at",
    "t7"."received_day",
    LAG("t7"."received_at", 2) OVER (
      PARTITION BY "t7"."problem"
      ORDER BY "t7"."received_at" ASC, "t7"."complaint" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "opened_at",
    LAG("t7"."received_day", 2) OVER (
      PARTITION BY "t7"."problem"
      ORDER BY "t7"."received_at" ASC, "t7"."complaint" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "opened_day",
    LAG("t7"."complaint_id", 2) OVER (
      PARTITION BY "t7"."problem"
      ORDER BY "t7"."received_at" ASC, "t7"."complaint" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS "opened_id",
    (
      ROW_NUMBER() OVER (
        PARTITION BY "t7"."problem"
        ORDER BY "t7"."received_at" ASC, "t7"."complaint" ASC
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) - 1
    ) + 1 AS "number"
  FROM (
    SELECT
      "t3"."complaint",
      "t3"."complaint_id",
      "t3"."unit_id",
      "t3"."problem",
      "t3"."received_at",
      "t3"."received_day"
    FROM "t1" AS "t3"
    SEMI JOIN (
      SELECT
        *
      FROM (
        SELECT
          "t2"."problem",
          COUNT(*) AS "complaints_alike"
        FROM "t1" AS "t2"
        GROUP BY
          1
      ) AS "t4"
      WHERE
        "t4"."complaints_alike" >= 3
    ) AS "t6"
      ON "t3"."problem" = "t6"."problem"
  ) AS "t7"
) AS "t8"
WHERE
  (
    "t8"."received_day" - "t8"."opened_day"
  ) <= 365
