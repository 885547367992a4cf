-- always to today
SELECT
  "t14"."unit_id",
  "t14"."lead_officer_id" AS "officer_id",
  "t14"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t14"."text_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  CAST("t14"."holders_alike" AS DECIMAL(18, 4)) AS "measured",
  CAST(1 AS DECIMAL(18, 4)) AS "limit",
  'digest' AS "what",
  "t14"."before_at" AS "from_at",
  "t14"."text_at" AS "to_at",
  "t14"."before_id" AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t13"."copied",
    "t13"."case",
    "t13"."text_at",
    "t13"."case_id",
    "t13"."unit_id",
    "t13"."lead_officer_id",
    "t13"."holders_alike",
    "t13"."before_id",
    "t13"."before_at",
    ROW_NUMBER() OVER (
      PARTITION BY "t13"."case"
      ORDER BY "t13"."text_at" ASC, "t13"."copied" ASC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) - 1 AS "place"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t11"."copied",
        "t11"."case",
        "t11"."text_at",
        "t11"."case_id",
        "t11"."unit_id",
        "t11"."lead_officer_id",
        "t11"."holders_alike",
        LAG("t11"."case_id") OVER (
          PARTITION BY "t11"."copied"
          ORDER BY "t11"."text_at" ASC, "t11"."case" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "before_id",
        LAG("t11"."text_at") OVER (
          PARTITION BY "t11"."copied"
          ORDER BY "t11"."text_at" ASC, "t11"."case" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "before_at"
      FROM (
        SELECT
          "t6"."copied",
          "t6"."case",
          "t6"."text_at",
          "t4"."case_id",
          "t4"."unit_id",
          "t4"."lead_officer_id",
          "t10"."holders_alike"
        FROM (
          SELECT
            "t2"."copied",
            "t2"."case",
            MIN("t2"."at") AS "text_at"
          FROM (
            SELECT
              "t0"."case",
              "t0"."at",
              "t0"."digest" AS "copied"
            FROM "texts" AS "t0"
            WHERE
              "t0"."day" <= 19904
              AND "t0"."digest" IS NOT NULL
              AND "t0"."activity" IN (
                'inspected',
                'investigated',
                'evidence_preserved',
                'seized',
                'statement_heard',
                'hearing_held',
                'served',
                'enforced'
              )
          ) AS "t2"
          GROUP BY
            1,
            2
        ) AS "t6"
        INNER JOIN (
          SELECT
            "t1"."case",
            "t1"."case_id",
            "t1"."unit_id",
            "t1"."lead_officer_id"
          FROM "rows" AS "t1"
          WHERE
            "t1"."first_any_at" IS NOT NULL AND TRUE
        ) AS "t4"
          ON "t6"."case" = "t4"."case"
        INNER JOIN (
          SELECT
            *
          FROM (
            SELECT
              "t7"."copied",
              COUNT(*) AS "holders_alike"
            FROM (
              SELECT
                "t6"."copied",
                "t6"."case",
                "t6"."text_at",
                "t4"."case_id",
                "t4"."unit_id",
                "t4"."lead_officer_id"
              FROM (
                SELECT
                  "t2"."copied",
                  "t2"."case",
                  MIN("t2"."at") AS "text_at"
                FROM (
                  SELECT
                    "t0"."case",
                    "t0"."at",
                    "t0"."digest" AS "copied"
                  FROM "texts" AS "t0"
                  WHERE
                    "t0"."day" <= 19904
                    AND "t0"."digest" IS NOT NULL
                    AND "t0"."activity" IN (
                      'inspected',
                      'investigated',
                      'evidence_preserved',
                      'seized',
                      'statement_heard',
                      'hearing_held',
                      'served',
                      'enforced'
                    )
                ) AS "t2"
                GROUP BY
                  1,
                  2
              ) AS "t6"
              INNER JOIN (
                SELECT
                  "t1"."case",
                  "t1"."case_id",
                  "t1"."unit_id",
                  "t1"."lead_officer_id"
                FROM "rows" AS "t1"
                WHERE
                  "t1"."first_any_at" IS NOT NULL AND TRUE
              ) AS "t4"
                ON "t6"."case" = "t4"."case"
            ) AS "t7"
            GROUP BY
              1
          ) AS "t8"
          WHERE
            "t8"."holders_alike" > 1 AND "t8"."holders_alike" <= 10
        ) AS "t10"
          ON "t6"."copied" = "t10"."copied"
      ) AS "t11"
    ) AS "t12"
    WHERE
      "t12"."before_id" IS NOT NULL
  ) AS "t13"
) AS "t14"
WHERE
  "t14"."place" = 0
